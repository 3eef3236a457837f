/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataLoaderTest {
  /** Input i·10, target i. */
  private static Dataset numbers(int count) {
    return new TensorDataset(
        Tensor.of(LongStream.range(0, count).map(i -> i * 10).toArray()),
        Tensor.of(LongStream.range(0, count).toArray()));
  }

  private static List<List<Long>> targets(Iterable<Batch> loader) {
    List<List<Long>> all = new ArrayList<>();
    for (Batch batch : loader) {
      all.add(Arrays.stream(batch.target().toLongArray()).boxed().toList());
    }
    return all;
  }

  @Test
  void readsInOrderWithoutShuffle() {
    DataLoader loader = new DataLoader(numbers(7), 3);
    assertEquals(3, loader.batches());
    assertEquals(List.of(List.of(0L, 1L, 2L), List.of(3L, 4L, 5L), List.of(6L)), targets(loader));
  }

  @Test
  void dropsTheSmallBatch() {
    DataLoader loader = new DataLoader(numbers(7), 3).dropLast();
    assertEquals(2, loader.batches());
    assertEquals(List.of(List.of(0L, 1L, 2L), List.of(3L, 4L, 5L)), targets(loader));
    assertEquals(2, new DataLoader(numbers(6), 3).batches());
  }

  @Test
  void keepsInputsWithTheirTargets() {
    for (Batch batch : new DataLoader(numbers(20), 6).shuffle(4)) {
      long[] inputs = batch.input().toLongArray();
      long[] targets = batch.target().toLongArray();
      assertEquals(batch.size(), inputs.length);
      for (int i = 0; i < inputs.length; i++) {
        assertEquals(targets[i] * 10, inputs[i]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5})
  void orderDependsOnSeedAndEpochOnly(int workers) {
    DataLoader reference = new DataLoader(numbers(50), 8).shuffle(42);
    DataLoader loader = new DataLoader(numbers(50), 8).shuffle(42).workers(workers);
    List<List<Long>> first = targets(loader);
    List<List<Long>> second = targets(loader);
    assertEquals(targets(reference), first);
    assertEquals(targets(reference), second);
    assertNotEquals(first, second);
    assertEquals(second, targets(loader.epoch(1)));
    assertEquals(first, targets(loader.epoch(0)));
    assertNotEquals(first, targets(new DataLoader(numbers(50), 8).shuffle(43)));
    assertEquals(
        LongStream.range(0, 50).boxed().toList(),
        first.stream().flatMap(List::stream).sorted().toList());
  }

  /** The order is part of what a seed means: it must not change from version to version. */
  @Test
  void orderOfASeedIsFixed() {
    assertEquals(List.of(FIXED_ORDER), targets(new DataLoader(numbers(10), 10).shuffle(2026)));
  }

  private static final List<Long> FIXED_ORDER = List.of(1L, 5L, 9L, 3L, 4L, 2L, 8L, 7L, 0L, 6L);

  @Test
  void manyEpochsPutEveryExampleFirst() {
    DataLoader loader = new DataLoader(numbers(4), 4).shuffle(1);
    long distinct = IntStream.range(0, 300).mapToObj(_ -> targets(loader)).distinct().count();
    assertEquals(24, distinct, "all orders of four examples occur in 300 epochs");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void endsWithAnException(int workers) {
    Iterator<Batch> epoch = new DataLoader(numbers(2), 2).workers(workers).iterator();
    assertEquals(2, epoch.next().size());
    assertFalse(epoch.hasNext());
    assertThrows(NoSuchElementException.class, epoch::next);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void emptyDatasetsHaveNoBatches(int workers) {
    assertEquals(List.of(), targets(new DataLoader(numbers(0), 4).workers(workers)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void passesExceptionsOfTheDatasetOn(int workers) {
    Dataset failing =
        new Dataset() {
          @Override
          public int size() {
            return 10;
          }

          @Override
          public Sample get(int index) {
            if (index == 5) {
              throw new ArithmeticException("example 5 is broken");
            }
            return new Sample(Tensor.of(index), Tensor.of(index));
          }
        };
    Iterator<Batch> epoch = new DataLoader(failing, 2).workers(workers).iterator();
    assertEquals(2, epoch.next().size());
    assertEquals(2, epoch.next().size());
    ArithmeticException thrown = assertThrows(ArithmeticException.class, epoch::next);
    assertEquals("example 5 is broken", thrown.getMessage());
  }

  @Test
  void stacksSamplesOfOneShape() {
    Dataset rows =
        new Dataset() {
          @Override
          public int size() {
            return 3;
          }

          @Override
          public Sample get(int index) {
            return new Sample(Tensor.zeros(2, index == 2 ? 4 : 3), Tensor.scalar((long) index));
          }
        };
    Batch batch = rows.batch(1, 0);
    assertEquals(List.of(2L, 2L, 3L), LongStream.of(batch.input().shape()).boxed().toList());
    assertEquals(List.of(1L, 0L), LongStream.of(batch.target().toLongArray()).boxed().toList());
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> rows.batch(1, 2));
    assertEquals(
        "the examples of a batch must be alike: input 0 is float32 [2, 3], but input 1 is float32"
            + " [2, 4]",
        thrown.getMessage());
  }

  @Test
  void splitsAtRandomBySeed() {
    List<Dataset> parts = numbers(10).randomSplit(7, 6, 0, 4);
    List<List<Long>> train = targets(new DataLoader(parts.get(0), 6));
    List<List<Long>> test = targets(new DataLoader(parts.get(2), 4));
    assertEquals(0, parts.get(1).size());
    List<Long> all = new ArrayList<>(train.getFirst());
    all.addAll(test.getFirst());
    assertEquals(LongStream.range(0, 10).boxed().toList(), all.stream().sorted().toList());
    assertEquals(train, targets(new DataLoader(numbers(10).randomSplit(7, 6, 0, 4).get(0), 6)));
    assertNotEquals(train, targets(new DataLoader(numbers(10).randomSplit(8, 6, 0, 4).get(0), 6)));
  }

  @Test
  void refusesPartsThatDoNotAddUp() {
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> numbers(10).randomSplit(7, 6, 5));
    assertEquals(
        "randomSplit(6, 5): the parts have 11 examples together, but the dataset has 10",
        thrown.getMessage());
  }

  @Test
  void refusesIndicesOutside() {
    assertThrows(IndexOutOfBoundsException.class, () -> numbers(3).get(3));
    assertThrows(IndexOutOfBoundsException.class, () -> numbers(3).batch(0, -1));
    assertThrows(IndexOutOfBoundsException.class, () -> numbers(3).subset(0, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> numbers(3).subset(0, 1).get(2));
  }

  @Test
  void refusesSenselessSettings() {
    assertThrows(IllegalArgumentException.class, () -> new DataLoader(numbers(3), 0));
    assertThrows(IllegalArgumentException.class, () -> new DataLoader(numbers(3), 1).workers(-1));
    assertThrows(
        IllegalArgumentException.class,
        () -> new TensorDataset(Tensor.zeros(3, 2), Tensor.zeros(2)));
  }
}
