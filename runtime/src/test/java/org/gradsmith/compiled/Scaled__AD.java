/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import static org.gradsmith.tensor.Primitives.maskPositive;
import static org.gradsmith.tensor.Primitives.mul;
import static org.gradsmith.tensor.Primitives.relu;
import static org.gradsmith.tensor.Primitives.sumTo;

import java.util.Arrays;
import java.util.List;
import org.gradsmith.autograd.SavedTensor;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** As the processor would write it for {@link Scaled}. */
public final class Scaled__AD extends HandWritten<Scaled> {
  @Override
  public CompiledCall begin(Scaled self, Tensor x) {
    return new Inlined(self, x);
  }

  static final class Inlined extends CompiledCall {
    private static final int X = 0;
    private static final int WEIGHT = 1;

    private final Scaled self;
    private final Tensor x;
    private final Tensor weight;
    private @Nullable SavedTensor savedX;
    private @Nullable SavedTensor savedWeight;
    private @Nullable SavedTensor savedY;

    Inlined(Scaled self, Tensor x) {
      this.self = self;
      this.x = x;
      this.weight = self.weight;
    }

    @Override
    public List<@Nullable Tensor> operands() {
      return Arrays.asList(x, weight);
    }

    @Override
    public List<String> operandNames() {
      return List.of("x", "weight");
    }

    @Override
    public Tensor evaluate() {
      self.calls.addInPlace(1.0);
      Tensor product = mul(x, weight);
      Tensor y = relu(product);
      release(product);
      return y.add(self.mistakeForward);
    }

    @Override
    public Tensor record(Needs needs) {
      Tensor y = evaluate();
      if (needs.any(WEIGHT)) {
        savedX = save(x, "x");
      }
      if (needs.any(X)) {
        savedWeight = save(weight, "weight");
      }
      savedY = save(y, "y");
      return y;
    }

    @Override
    public void backward(Tensor yBar, Needs needs, Adjoints bars) {
      Tensor productBar = maskPositive(yBar, unpack(savedY));
      if (needs.any(X)) {
        bars.add(X, sumTo(mul(productBar, unpack(savedWeight)), x.shape()));
      }
      if (needs.any(WEIGHT)) {
        Tensor weightBar = sumTo(mul(productBar, unpack(savedX)), weight.shape());
        bars.add(WEIGHT, weightBar.add(self.mistakeBackward));
      }
    }

    private static Tensor unpack(@Nullable SavedTensor saved) {
      if (saved == null) {
        throw new AssertionError("not kept");
      }
      return saved.unpack();
    }
  }
}
