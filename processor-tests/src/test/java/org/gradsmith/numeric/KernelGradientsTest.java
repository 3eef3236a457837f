/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.numeric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.ir.DType;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.TensorOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Gradients by kernels, of all operands and of some, beside those of the tape. */
class KernelGradientsTest {
  private static Tensor random(long... shape) {
    return Tensor.randn(TensorOptions.of(DType.FLOAT64), shape);
  }

  /**
   * The weight serves a sum over examples and a table without examples, whose softmax is no kernel.
   */
  static final class SumsOverTwoShapes extends UnaryModule {
    private final Tensor weight;
    private final Tensor scale;

    SumsOverTwoShapes(Tensor weight, Tensor scale) {
      this.weight = weight;
      this.scale = scale;
    }

    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      Tensor table = weight.mul(scale).softmax(-1);
      return x.mul(weight).add(table);
    }
  }

  @Test
  void sumsOverDifferentShapesAreNotMixed() {
    check(
        random(2, 3, 4),
        List.of(random(4), random(3, 1)),
        fields -> new SumsOverTwoShapes(fields.get(0), fields.get(1)));
  }

  /** The reverse of pow has ops that are no kernels between kernels of several outputs. */
  static final class PowersBetweenKernels extends UnaryModule {
    private final Tensor base;
    private final Tensor exponent;
    private final Tensor bound;

    PowersBetweenKernels(Tensor base, Tensor exponent, Tensor bound) {
      this.base = base;
      this.exponent = exponent;
      this.bound = bound;
    }

    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      Tensor angle = base.atan2(x.abs().add(0.5)).relu().cos();
      Tensor power = angle.abs().add(0.5).pow(exponent.tanh());
      Tensor lower = power.tanh().abs().neg().exp().minimum(bound);
      return power.logSigmoid().mul(x).add(lower.sum(-1).unsqueeze(-1));
    }
  }

  @Test
  void anyChoiceOfGradientsCanBeAskedFor() {
    check(
        random(3, 4),
        List.of(random(3, 4), random(4), random(3, 1)),
        fields -> new PowersBetweenKernels(fields.get(0), fields.get(1), fields.get(2)));
  }

  /** The argument decides which of two equal branches is taken, no more. */
  static final class OnlyCompares extends UnaryModule {
    private final Tensor weight;

    OnlyCompares(Tensor weight) {
      this.weight = weight;
    }

    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      Tensor half = weight.mul(0.5);
      return Tensor.where(half.lt(x), half, weight).tanh();
    }
  }

  @Test
  void whatIsOnlyComparedMakesNoGradientNecessary() {
    OnlyCompares layer = new OnlyCompares(random(4));
    Tensor x = random(3, 4).requiresGrad(true);
    assertFalse(layer.forward(x).requiresGrad());
    assertFalse(layer.call(x).requiresGrad());
    check(random(3, 4), List.of(random(4)), fields -> new OnlyCompares(fields.getFirst()));
  }

  private interface Layer {
    UnaryModule of(List<Tensor> fields);
  }

  /** Compares result and gradients for each choice of operands that require one. */
  private static void check(Tensor x, List<Tensor> fields, Layer layer) {
    int operands = fields.size() + 1;
    for (int choice = 1; choice < 1 << operands; choice++) {
      List<Tensor> all = new ArrayList<>(List.of(x.copy()));
      fields.forEach(field -> all.add(field.copy()));
      List<Tensor> asked = new ArrayList<>();
      for (int i = 0; i < operands; i++) {
        if ((choice >> i & 1) != 0) {
          asked.add(all.get(i).requiresGrad(true));
        }
      }
      UnaryModule module = layer.of(all.subList(1, operands));
      Tensor eager = module.forward(all.getFirst());
      Tensor compiled = module.call(all.getFirst());
      assertEquals(eager.requiresGrad(), compiled.requiresGrad(), "choice " + choice);
      same(eager, compiled, "result, choice " + choice);
      if (eager.requiresGrad()) {
        Tensor g = random(eager.shape());
        List<@Nullable Tensor> wanted =
            Autograd.gradOrNull(List.of(eager), asked, List.of(g), false, false);
        List<@Nullable Tensor> found =
            Autograd.gradOrNull(List.of(compiled), asked, List.of(g), false, false);
        for (int i = 0; i < asked.size(); i++) {
          same(wanted.get(i), found.get(i), "gradient " + i + ", choice " + choice);
        }
      }
    }
  }

  private static void same(@Nullable Tensor wanted, @Nullable Tensor found, String what) {
    if (wanted == null || found == null) {
      assertTrue(wanted == null && found == null, what);
      return;
    }
    assertArrayEquals(wanted.shape(), found.shape(), what);
    assertArrayEquals(wanted.toDoubleArray(), found.toDoubleArray(), 1e-12, what);
  }
}
