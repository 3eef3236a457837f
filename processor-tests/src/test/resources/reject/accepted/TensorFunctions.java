/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package reject;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.tensor.Tensor;

/** A loop instead of a stream, and a number as a tensor. */
final class TensorFunctions {
  private TensorFunctions() {}

  @Differentiable
  static Tensor mapped(List<Tensor> tensors, Function<Tensor, Tensor> function) {
    List<Tensor> mapped = new ArrayList<>();
    for (Tensor t : tensors) {
      mapped.add(t.exp());
    }
    Tensor chosen = tensors.stream().filter(t -> t.dim() > 0).toList().getFirst();
    return mapped.getFirst().add(function.apply(chosen));
  }

  @Differentiable
  static Tensor constant(Tensor x, double alpha) {
    return x.prelu(Tensor.of(0.5)).mul(alpha).add(x.elu(0.5)).add(x.pow(alpha));
  }
}
