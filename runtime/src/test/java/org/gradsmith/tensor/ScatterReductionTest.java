/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.autograd.Gradcheck;
import org.gradsmith.ir.DType;
import org.junit.jupiter.api.Test;

/** Values and gradients as PyTorch 2.13 gives them. */
class ScatterReductionTest {
  private static final Tensor INDEX = Tensor.of(0L, 0L, 0L, 2L, 3L, 3L);

  private static void expect(
      String reduce, double[] source, double[] values, double[] ofSelf, double[] ofSource) {
    Tensor x = Tensor.of(new double[] {2, 5, -1, 0}).requiresGrad(true);
    Tensor s = Tensor.of(source).requiresGrad(true);
    Tensor y = x.scatterReduce(0, INDEX, s, reduce, false);
    List<Tensor> gradients =
        Autograd.grad(
            List.of(y), List.of(x, s), List.of(Tensor.of(new double[] {1, 2, 3, 4})), false, false);
    assertArrayEquals(values, y.toDoubleArray());
    assertArrayEquals(ofSelf, gradients.get(0).toDoubleArray(), 1e-12);
    assertArrayEquals(ofSource, gradients.get(1).toDoubleArray(), 1e-12);
  }

  @Test
  void anEqualElementThatTakesNoPartMakesTheSharesSmaller() {
    double third = 1.0 / 3;
    expect(
        "amax",
        new double[] {2, 2, 1, 7, 0, 0},
        new double[] {2, 5, 7, 0},
        new double[] {0, 2, 0, 0},
        new double[] {third, third, 0, 3, 4 * third, 4 * third});
    expect(
        "amin",
        new double[] {2, 2, 1, 7, 0, 0},
        new double[] {1, 5, 7, 0},
        new double[] {0, 2, 0, 0},
        new double[] {0, 0, 1, 3, 4 * third, 4 * third});
  }

  @Test
  void productsAndTheirGradientsWhereAFactorIsZero() {
    expect(
        "prod",
        new double[] {2, 0, 3, 7, 4, 5},
        new double[] {0, 5, 7, 20},
        new double[] {0, 2, 0, 0},
        new double[] {0, 6, 0, 3, 20, 16});
    Gradcheck.checkSecond(
        in -> in[0].scatterReduce(0, INDEX, in[1], "prod", true),
        Tensor.of(new double[] {2, 5, -1, 0}).requiresGrad(true),
        Tensor.of(new double[] {2, 0, 3, 7, 4, 5}).requiresGrad(true));
    Tensor whole =
        Tensor.of(3L, 4L).scatterReduce(0, Tensor.of(0L, 0L), Tensor.of(5L, 6L), "prod", true);
    assertArrayEquals(new long[] {90, 4}, whole.toLongArray());
  }

  @Test
  void theLeastUnsignedByteAndNan() {
    Tensor bytes = Tensor.of(9L, 9L).to(DType.UINT8);
    Tensor given = Tensor.of(0L, 5L).to(DType.UINT8);
    Tensor both = Tensor.of(0L, 0L);
    assertArrayEquals(
        new long[] {0, 9}, bytes.scatterReduce(0, both, given, "amin", true).toLongArray());
    Tensor nan = Tensor.of(Float.NaN, -5f);
    assertArrayEquals(
        new float[] {Float.NaN, 2},
        Tensor.of(1f, 2f).scatterReduce(0, both, nan, "amin", true).toFloatArray());
  }
}
