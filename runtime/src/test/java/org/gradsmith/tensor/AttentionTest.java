/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Attentions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attention without its matrix of weights, against the same from products and a softmax. */
class AttentionTest {
  private static Tensor composed(Tensor q, Tensor k, Tensor v, double scale, boolean causal) {
    Tensor scores = q.matmul(k.transpose(-2, -1)).mul(scale);
    if (causal) {
      Tensor seen = Tensor.ones(q.size(-2), k.size(-2)).tril(0).ne(0L);
      scores = Tensor.where(seen, scores, Double.NEGATIVE_INFINITY);
    }
    return scores.softmax(-1).matmul(v);
  }

  private static Tensor random(DType dtype, long... shape) {
    return Tensor.randn(shape).to(dtype).requiresGrad(true);
  }

  private static void assertNear(Tensor expected, Tensor actual, double relative, String what) {
    assertArrayEquals(expected.shape(), actual.shape(), what);
    double size = expected.abs().max().item();
    double error = expected.sub(actual).abs().max().item();
    assertTrue(error <= relative * size, what + " is off by " + error + " of " + size);
  }

  private static Tensor gradient(Tensor y, Tensor x) {
    Tensor ones = Tensor.ones(y.shape()).to(y.dtype());
    return Autograd.grad(List.of(y), List.of(x), List.of(ones), false, false).getFirst();
  }

  /** Blocks of queries: one, several, a last one that is shorter. */
  @ParameterizedTest
  @CsvSource({
    "2, 5, 7, 4, 3, false", "2, 1, 1, 1, 1, true", "3, 300, 40, 8, 16, false",
    "2, 300, 300, 8, 8, true", "1, 40, 5000, 4, 4, false", "2, 70, 30, 4, 4, true"
  })
  void valuesAndGradientsAreThoseOfProductsAndSoftmax(
      int n, int queries, int keys, int features, int values, boolean causal) {
    long ahead = causal ? 0 : Attentions.ALL_AHEAD;
    for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      double error = dtype == DType.FLOAT32 ? 3e-6 : 1e-14;
      for (double scale : new double[] {0.4, -0.3, 0}) {
        Tensor q = random(dtype, n, queries, features);
        Tensor k = random(dtype, n, keys, features);
        Tensor v = random(dtype, n, keys, values);
        Tensor g = Tensor.randn(n, queries, values).to(dtype);
        Tensor y = q.attention(k, v, scale, ahead);
        Tensor expected = composed(q, k, v, scale, causal);
        assertNear(expected, y, error, "y");
        List<Tensor> inputs = List.of(q, k, v);
        List<Tensor> gradients = Autograd.grad(List.of(y), inputs, List.of(g), false, false);
        List<Tensor> wanted = Autograd.grad(List.of(expected), inputs, List.of(g), false, false);
        assertNear(wanted.get(0), gradients.get(0), 4 * error, "gq");
        assertNear(wanted.get(1), gradients.get(1), 4 * error, "gk");
        assertNear(wanted.get(2), gradients.get(2), 4 * error, "gv");
      }
    }
  }

  /** Heads that lie between one another in memory, as a layer splits its features. */
  @Test
  void operandsMayHaveAnyStrides() {
    Tensor x = random(DType.FLOAT32, 2, 9, 3 * 8);
    Tensor heads = x.view(2, 9, 3, 8).transpose(1, 2);
    Tensor turned = Tensor.randn(2, 3, 8, 9).transpose(-2, -1);
    Tensor expected = composed(heads, turned, heads, 0.5, true);
    Tensor y = heads.attention(turned, heads, 0.5, 0);
    assertNear(expected, y, 3e-6, "y");
    assertNear(gradient(expected, x), gradient(y, x), 1e-5, "gx");
  }

  @Test
  void queriesWithoutFeaturesSeeAllValuesAlike() {
    Tensor v = random(DType.FLOAT64, 2, 3, 4);
    Tensor q = Tensor.zeros(2, 5, 0).to(DType.FLOAT64);
    Tensor y = q.attention(q.narrow(1, 0, 3), v, 1, Attentions.ALL_AHEAD);
    Tensor mean = v.mean(new long[] {1}, true).expand(2, 5, 4);
    assertNear(mean, y, 1e-14, "y");
    assertNear(gradient(mean, v), gradient(y, v), 1e-14, "gv");
  }

  @Test
  void aScaleThatRoundsToZeroAndAnyNumberOfPlacesAheadAreTaken() {
    Tensor q = random(DType.FLOAT32, 1, 4, 2);
    assertArrayEquals(
        q.attention(q, q, 0, 0).toFloatArray(), q.attention(q, q, 1e-60, 0).toFloatArray());
    assertArrayEquals(
        q.attention(q, q, 1, Attentions.ALL_AHEAD).toFloatArray(),
        q.attention(q, q, 1, Long.MAX_VALUE).toFloatArray());
  }

  @Test
  void notANumberReachesWhoSeesIt() {
    Tensor q = Tensor.ones(1, 2, 1);
    Tensor k = Tensor.of(1, Float.NaN).view(1, 2, 1);
    for (double scale : new double[] {1, 0}) {
      float[] y = q.attention(k, q, scale, 0).toFloatArray();
      assertEquals(1, y[0]);
      assertTrue(Float.isNaN(y[1]));
    }
  }

  @Test
  void theBitsAreTheSameFromRunToRun() {
    Tensor q = random(DType.FLOAT32, 4, 100, 16);
    Tensor y = q.attention(q, q, 0.25, 0);
    Tensor gradient = gradient(y, q);
    for (int i = 0; i < 5; i++) {
      Tensor again = q.attention(q, q, 0.25, 0);
      assertArrayEquals(y.toFloatArray(), again.toFloatArray());
      assertArrayEquals(gradient.toFloatArray(), gradient(again, q).toFloatArray());
    }
  }

  @Test
  void emptySequencesGiveWhatSumsOfNothingGive() {
    Tensor none = Tensor.zeros(2, 0, 3);
    Tensor some = Tensor.ones(2, 4, 3);
    assertArrayEquals(new long[] {2, 0, 3}, none.attention(some, some, 1, 0).shape());
    assertEquals(0, some.attention(none, none, 1, 0).abs().sum().item());
  }

  @Test
  void halfTypesAreComputedInFloat32() {
    Tensor q = Tensor.randn(2, 6, 4);
    Tensor half = q.to(DType.BFLOAT16);
    Tensor y = half.attention(half, half, 0.5, 0);
    assertEquals(DType.BFLOAT16, y.dtype());
    Tensor wide = half.to(DType.FLOAT32);
    assertNear(wide.attention(wide, wide, 0.5, 0), y.to(DType.FLOAT32), 4e-3, "y");
  }

  @Test
  void refusesWhatDoesNotFit() {
    Tensor q = Tensor.ones(2, 5, 4);
    ShapeException features =
        assertThrows(ShapeException.class, () -> q.attention(Tensor.ones(2, 5, 3), q, 1, 0));
    assertEquals(
        "attention of q (2, 5, 4), k (2, 5, 3), v (2, 5, 4): the features of q and k are 4 and 3: their products are summed",
        features.getMessage());
    assertThrows(ShapeException.class, () -> q.attention(q, Tensor.ones(2, 6, 4), 1, 0));
    assertThrows(
        ShapeException.class, () -> q.attention(Tensor.ones(3, 5, 4), Tensor.ones(3, 5, 4), 1, 0));
    IllegalArgumentException ahead =
        assertThrows(IllegalArgumentException.class, () -> q.attention(q, q, 1, -1));
    assertEquals(
        "attention: ahead is -1, so the first query would see nothing; 0 is causal attention",
        ahead.getMessage());
  }
}
