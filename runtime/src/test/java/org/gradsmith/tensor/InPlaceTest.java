/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.ir.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InPlaceTest {
  static Stream<Arguments> writes() {
    return Stream.of(
        write("addInPlace", x -> x.addInPlace(Tensor.of(1f, 1f))),
        write("addInPlace", x -> x.addInPlace(Tensor.of(1f, 1f), 2)),
        write("addInPlace", x -> x.addInPlace(1)),
        write("mulInPlace", x -> x.mulInPlace(Tensor.of(2f, 2f))),
        write("mulInPlace", x -> x.mulInPlace(2)),
        write("subInPlace", x -> x.subInPlace(Tensor.of(2f, 2f))),
        write("subInPlace", x -> x.subInPlace(2)),
        write("divInPlace", x -> x.divInPlace(Tensor.of(2f, 2f))),
        write("divInPlace", x -> x.divInPlace(2)),
        write("powInPlace", x -> x.powInPlace(2)),
        write("negInPlace", Tensor::negInPlace),
        write("absInPlace", Tensor::absInPlace),
        write("expInPlace", Tensor::expInPlace),
        write("logInPlace", Tensor::logInPlace),
        write("sqrtInPlace", Tensor::sqrtInPlace),
        write("reluInPlace", Tensor::reluInPlace),
        write("sigmoidInPlace", Tensor::sigmoidInPlace),
        write("tanhInPlace", Tensor::tanhInPlace),
        write("floorInPlace", Tensor::floorInPlace),
        write("ceilInPlace", Tensor::ceilInPlace),
        write("roundInPlace", Tensor::roundInPlace),
        write("clampInPlace", x -> x.clampInPlace(0, 1)),
        write("maskedFillInPlace", x -> x.maskedFillInPlace(Tensor.of(true, false), 1)),
        write("copyFrom", x -> x.copyFrom(Tensor.of(5f, 6f))),
        write("fillInPlace", x -> x.fillInPlace(3)),
        write("fillInPlace", x -> x.zeroInPlace()));
  }

  private static Arguments write(String name, Consumer<Tensor> write) {
    return Arguments.of(name, write);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("writes")
  void everyWriteCounts(String name, Consumer<Tensor> write) {
    Tensor x = Tensor.of(1f, 2f);
    write.accept(x);
    assertEquals(1, x.version());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("writes")
  void aLeafThatRequiresAGradientIsWrittenOnlyWithoutRecording(
      String name, Consumer<Tensor> write) {
    Tensor leaf = Tensor.of(1f, 2f).requiresGrad(true);
    assertRefused(name, "this tensor is a leaf that requires a gradient", () -> write.accept(leaf));
    assertArrayEquals(new float[] {1, 2}, leaf.toFloatArray());
    assertEquals(0, leaf.version());
    try (var _ = Autograd.noGrad()) {
      write.accept(leaf);
    }
    assertEquals(1, leaf.version());
    assertTrue(leaf.isLeaf());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("writes")
  void aViewOfALeafIsRefusedLikewise(String name, Consumer<Tensor> write) {
    Tensor leaf = Tensor.of(1f, 2f).requiresGrad(true);
    Tensor unrecorded;
    try (var _ = Autograd.noGrad()) {
      unrecorded = leaf.view(1, 2).view(2);
    }
    assertRefused(name, "a view made within noGrad", () -> write.accept(unrecorded));
    assertRefused(
        name, "a view of a leaf that requires a gradient", () -> write.accept(leaf.view(2)));
    write.accept(leaf.detach());
    assertEquals(1, leaf.version());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("writes")
  void aTensorInTheGraphStaysInIt(String name, Consumer<Tensor> write) {
    Tensor computed = Tensor.of(1f, 2f).requiresGrad(true).mul(3);
    write.accept(computed);
    assertEquals(1, computed.version(), name);
    assertTrue(computed.requiresGrad(), name);
  }

  private static void assertRefused(String method, String part, Executable call) {
    InPlaceException e = assertThrows(InPlaceException.class, call);
    assertTrue(e.getMessage().startsWith(method + ": "), e.getMessage());
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  @Test
  void valuesAreWrittenThroughAnyLayoutAndDtype() {
    Tensor x = Tensor.zeros(2, 3);
    Tensor turned = x.t();
    assertSame(turned, turned.copyFrom(Tensor.of(new long[][] {{1, 2}, {3, 4}, {5, 6}})));
    assertArrayEquals(new float[] {1, 3, 5, 2, 4, 6}, x.toFloatArray());
    x.addInPlace(Tensor.of(10f, 20f, 30f), 0.5);
    assertArrayEquals(new float[] {6, 13, 20, 7, 14, 21}, x.toFloatArray());
    x.mulInPlace(Tensor.from(new float[] {1, -1}, 2, 1));
    assertArrayEquals(new float[] {6, 13, 20, -7, -14, -21}, x.toFloatArray());
    assertArrayEquals(new long[] {3, 3}, Tensor.of(1L, 2L).fillInPlace(3).toLongArray());
  }

  @Test
  void copyingAnOverlappingPartGivesTheOldValues() {
    Tensor x = Tensor.arange(5);
    x.narrow(0, 1, 4).copyFrom(x.narrow(0, 0, 4));
    assertArrayEquals(new long[] {0, 0, 1, 2, 3}, x.toLongArray());
    Tensor square = Tensor.arange(4).view(2, 2);
    square.copyFrom(square.t());
    assertArrayEquals(new long[] {0, 2, 1, 3}, square.toLongArray());
  }

  @Test
  void addingATensorToItsOwnTransposeUsesTheOldValues() {
    Tensor square = Tensor.of(new float[][] {{1, 2}, {3, 4}});
    square.addInPlace(square.t());
    assertArrayEquals(new float[] {2, 5, 5, 8}, square.toFloatArray());
  }

  @Test
  void whatDoesNotFitIsRefusedAndChangesNothing() {
    Tensor x = Tensor.zeros(2);
    assertThrows(ShapeException.class, () -> x.addInPlace(Tensor.zeros(3, 2)));
    assertThrows(ShapeException.class, () -> x.copyFrom(Tensor.zeros(3)));
    assertThrows(InPlaceException.class, () -> x.expand(3, 2).fillInPlace(1));
    assertEquals(0, x.version());
    assertArrayEquals(new float[] {0, 0}, x.toFloatArray());
    assertEquals(DType.FLOAT32, x.dtype());
  }

  @Test
  void integersStayExactAndTakeNoFractions() {
    Tensor x = Tensor.of((1L << 24) + 1).addInPlace(1);
    assertEquals((1L << 24) + 2, x.itemLong());
    assertThrows(DTypeException.class, () -> x.addInPlace(0.5));
    assertThrows(DTypeException.class, () -> x.mulInPlace(Tensor.of(1.5)));
    assertEquals((1L << 24) + 2, x.itemLong());
  }
}
