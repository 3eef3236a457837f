/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.gradsmith.ir.DType;
import org.gradsmith.kernel.KernelPlans;
import org.gradsmith.kernel.OpenRowPlan;
import org.gradsmith.tensor.DTypeException;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class RowKernelTest {
  /** Every kind of input and output. */
  private static final RowKernel ALL_KINDS =
      kernel(
          """
          rows allKinds(x: full, y: within, r: row, w: column? 2, s: scalar)
            let t0 = mul(x, y)
            reduce sum: sum = t0
            reduce largest: max = mul(t0, s)
            full: full = mul(sub(x, sum), w)
            alone: full = add(y, 1)
            row: row = add(largest, r)
            kept: rowKept = div(sum, 2)
            column: columnSum = mul(x, sum)
            summed: sumTo = mul(x, r)
          """);

  /** Softmax of a sum, the shape of which both make. */
  private static final RowKernel SOFTMAX =
      kernel(
          """
          rows addSoftmax(x: broadcast, y: broadcast)
            let t0 = add(x, y)
            reduce max: max = t0
            let t1 = exp(sub(t0, max))
            reduce sum: sum = t1
            out: full = div(t1, sum)
          """);

  private static RowKernel kernel(String text) {
    return new RowKernel(
        (OpenRowPlan) KernelPlans.readAll("gradsmith-kernels 4\n\n" + text).getFirst());
  }

  private static Tensor random(String shape) {
    return Tensor.randn(
        shape.isBlank()
            ? new long[0]
            : List.of(shape.split("x")).stream().mapToLong(Long::parseLong).toArray());
  }

  private static void same(Tensor expected, @Nullable Tensor found) {
    Tensor made = Objects.requireNonNull(found);
    assertArrayEquals(expected.shape(), made.shape());
    assertTrue(expected.allclose(made, 1e-4, 1e-4, false), () -> expected + ", not " + made);
  }

  /** Full shape, what broadcasts to it or does not, along which dimension, and an element a row. */
  @ParameterizedTest
  @CsvSource({
    "3x5, 3x5, -1, 3",
    "3x5, 5, -1, 3",
    "3x5, 3x1, -1, 1",
    "3x5, 1, 1, ''",
    "2x3x4, 3x4, -1, 2x3",
    "2x3x4, 2x1x4, -1, 3",
    "2x3x4, 3x4, 0, 3x4",
    "2x3x4, 3x1, 1, 2x4",
    "2x3x4, 4, -2, 2x1",
    "2x3x4, 2x3x4, -3, 3x4",
    "7, 7, 0, ''",
    "7, 1, -1, ''",
    "0x4, 4, -1, 0",
    "5, 3x5, -1, ''",
    "3x1, 5, -1, 3",
    "1x5, 4x1, -1, 1",
    "200x300, 300, -1, 200",
    "300x200, 200, 0, 200"
  })
  void givesWhatItsExpressionsMean(String full, String other, int dim, String row) {
    Tensor x = random(full);
    Tensor y = random(other);
    Tensor r = random(row);
    Tensor w = random(Long.toString(x.size(dim)));
    Tensor s = Tensor.of(1.5f).reshape(new long[0]);
    boolean last = dim == -1 || dim == x.dim() - 1;
    for (boolean weighted : new boolean[] {false, last}) {
      long[] target = last ? new long[] {x.size(-1)} : x.shape();
      @Nullable Tensor[] made =
          ALL_KINDS.sumAll(
              dim,
              new boolean[] {true, true, true, true, true, true},
              new long[][] {target},
              x,
              y,
              r,
              weighted ? w : null,
              s);
      Tensor product = x.mul(y);
      Tensor sum = product.sum(dim, true);
      same(x.sub(sum).mul(weighted ? w : Tensor.of(2f)), made[0]);
      same(y.add(1), made[1]);
      Tensor kept = r.dim() == 0 ? r : r.unsqueeze(dim);
      if (product.numel() > 0) {
        Tensor largest = product.mul(1.5).amax(new long[] {dim}, true);
        same(largest.add(kept).squeeze(dim), made[2]);
      }
      same(sum.div(2), made[3]);
      Tensor terms = x.mul(sum);
      same(overRows(terms, dim), made[4]);
      Tensor spread = x.mul(kept);
      same(last ? overRows(spread, -1) : spread, made[5]);
    }
  }

  /** The sum over all dimensions but one. */
  private static Tensor overRows(Tensor terms, int dim) {
    Tensor turned = terms.movedim(dim, -1);
    return turned.reshape(turned.numel() / Math.max(1, turned.size(-1)), turned.size(-1)).sum(0);
  }

  @ParameterizedTest
  @CsvSource({"3x5, 3x5", "3x5, 5", "3x1, 5", "5, 3x1", "2x1x4, 3x1", "'', ''", "'', 3", "0x3, 3"})
  void tensorsMakeTheFullShapeTogether(String x, String y) {
    Tensor left = random(x);
    Tensor right = random(y);
    same(left.add(right).softmax(-1), SOFTMAX.apply(-1, left, right));
    if (left.dim() > 1) {
      same(left.add(right).softmax(0), SOFTMAX.apply(0, left, right));
    }
  }

  @Test
  void elementsMayLieAnyhow() {
    Tensor x = random("5x3").transpose(0, 1);
    Tensor y = random("10").slice(0, 0, 10, 2);
    same(x.add(y).softmax(-1), SOFTMAX.apply(-1, x, y));
    same(x.add(y).softmax(0), SOFTMAX.apply(0, x, y));
    same(x.add(y).softmax(0), SOFTMAX.apply(-2, x, y));
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT16", "BFLOAT16"})
  void halfTypesAreComputedInFloat32AndRoundedOnce(DType half) {
    Tensor x = random("3x5").to(half);
    Tensor y = random("5").to(half);
    Tensor made = SOFTMAX.apply(-1, x, y);
    assertEquals(half, made.dtype());
    Tensor exact = SOFTMAX.apply(-1, x.to(DType.FLOAT32), y.to(DType.FLOAT32));
    assertTrue(exact.to(half).equal(made));
  }

  @Test
  void dtypesArePromoted() {
    Tensor x = random("3x5").to(DType.FLOAT64);
    assertEquals(DType.FLOAT64, SOFTMAX.apply(-1, x, random("5")).dtype());
  }

  /** A variance, and what it is multiplied with, which may be larger than its tensor. */
  @ParameterizedTest
  @CsvSource({"5, 5", "5, 3x5", "3x5, 5", "3x1, 4", "2x3x4, 4", "2x3, 4x1x3"})
  void countsItsOwnRows(String full, String other) {
    RowKernel scaled =
        kernel(
            """
            rows scaledVariance(x: full, y: within)
              reduce mean: mean = x
              reduce count: sum = 1
              let t0 = sub(x, mean)
              reduce squares: sum = mul(t0, t0)
              variance: rowKept = div(squares, count)
              y2: full = mul(mul(x, div(squares, count)), y)
            """);
    Tensor x = random(full);
    Tensor y = random(other).to(DType.FLOAT64);
    for (int dim = 0; dim < x.dim(); dim++) {
      @Nullable Tensor[] made = scaled.applyAll(dim, new boolean[] {true, true}, x, y);
      Tensor variance =
          x.to(DType.FLOAT64).sub(x.to(DType.FLOAT64).mean(dim, true)).square().mean(dim, true);
      same(variance, made[0]);
      same(x.to(DType.FLOAT64).mul(variance).mul(y), made[1]);
      assertEquals(DType.FLOAT64, Objects.requireNonNull(made[0]).dtype());
    }
  }

  @Test
  void refusesIntegers() {
    Tensor x = Tensor.ones(DType.INT64, 3, 5);
    DTypeException e = assertThrows(DTypeException.class, () -> SOFTMAX.apply(-1, x, x));
    assertTrue(e.getMessage().startsWith("kernel 'addSoftmax' computes in floating point"));
  }

  @Test
  void refusesShapesThatDoNotFit() {
    ShapeException e =
        assertThrows(ShapeException.class, () -> SOFTMAX.apply(-1, random("3x5"), random("4")));
    assertEquals(
        "'y' has shape (4), which does not broadcast with (3, 5) of the other operands",
        e.getMessage());
    e = assertThrows(ShapeException.class, () -> SOFTMAX.apply(2, random("3x5"), random("5")));
    assertEquals("dimension 2 is out of range for a tensor of shape (3, 5)", e.getMessage());
  }

  @Test
  void refusesAWeightOfAnotherLength() {
    RowKernel weighted =
        kernel(
            """
            rows weighted(x: full, z: full, w: column)
              reduce sum: sum = mul(x, w)
              y: full = mul(z, sum)
            """);
    ShapeException e =
        assertThrows(
            ShapeException.class,
            () -> weighted.apply(-1, random("3x5"), random("3x5"), random("4")));
    assertEquals(
        "'w' has shape (4), but must have the elements of dimension 1 of (3, 5)", e.getMessage());
    e =
        assertThrows(
            ShapeException.class,
            () -> weighted.apply(-1, random("3x5"), random("3x4"), random("5")));
    assertEquals(
        "'z' has shape (3, 4), but must have the shape (3, 5) of the others", e.getMessage());
    NullPointerException missing =
        assertThrows(
            NullPointerException.class,
            () -> weighted.apply(-1, random("3x5"), random("3x5"), null));
    assertEquals("'w' is null", missing.getMessage());
  }

  @Test
  void makesNothingThatIsNotWanted() {
    @Nullable Tensor[] made =
        ALL_KINDS.sumAll(
            -1,
            new boolean[] {false, true, false, false, false, false},
            new long[][] {{5}},
            null,
            random("5"),
            null,
            null,
            null);
    assertNull(made[0]);
    assertNull(made[5]);
    assertArrayEquals(new long[] {5}, Objects.requireNonNull(made[1]).shape());
  }
}
