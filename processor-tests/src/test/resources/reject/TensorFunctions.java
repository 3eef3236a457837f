/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package reject;

import java.util.List;
import java.util.function.Function;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.tensor.Tensor;

/** Functions that compute tensors, and numbers that the library takes as constants. */
final class TensorFunctions {
  private TensorFunctions() {}

  @Differentiable
  static Tensor mapped(List<Tensor> tensors, Function<Tensor, Tensor> function) {
    Tensor lambda = tensors.stream().map(t -> t.exp()).toList().getFirst();
//                                       ^^^^^^^^^^^^ AD102
    Tensor reference = tensors.stream().map(Tensor::exp).toList().getFirst();
//                                          ^^^^^^^^^^^ AD102
    Tensor given = tensors.stream().map(function).toList().getFirst();
//                                      ^^^^^^^^ AD102
    Tensor chosen = tensors.stream().filter(t -> t.dim() > 0).toList().getFirst();
    Tensor own = function.apply(chosen);
    return lambda.add(reference).add(given).add(own);
  }

  @Differentiable
  static Tensor constant(Tensor x, double alpha) {
    return x.elu(alpha).add(x.elu(0.5)).add(x.pow(alpha));
//               ^^^^^ AD102
  }
}
