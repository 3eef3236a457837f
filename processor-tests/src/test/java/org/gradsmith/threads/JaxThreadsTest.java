/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.threads;

import static org.gradsmith.numeric.Derivatives.check;
import static org.gradsmith.numeric.Derivatives.tensor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.compiled.Gradients;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Threads of jax-ml/jax. */
class JaxThreadsTest {
  /** 347: the branch that is not taken must not be differentiated. */
  @Differentiable(order = 2)
  static double rootOrZero(double x) {
    double y = 0;
    if (x > 0) {
      y = Math.sqrt(x) * x;
    }
    return y + x;
  }

  @Differentiable(order = 2)
  static double rootOrZeroAsExpression(double x) {
    return (x > 0 ? Math.sqrt(x) * x : 0) + x;
  }

  /** The branch decides for all elements at once. */
  @Differentiable(order = 2)
  static Tensor rootOrZeroOnTensors(Tensor x) {
    return (x.item() > 0 ? x.sqrt().mul(x) : Tensor.zerosLike(x)).add(x);
  }

  /** Both sides are computed, and both are differentiated: 0 times infinity is not a number. */
  @Differentiable(order = 2)
  static Tensor chosenByElement(Tensor x) {
    return Tensor.where(x.gt(0L), x.sqrt().mul(x), Tensor.zerosLike(x)).add(x);
  }

  /** How PyTorch's users, and ours, write it where elements are to be chosen. */
  @Differentiable(order = 2)
  static Tensor chosenByElementSafely(Tensor x) {
    Tensor positive = x.gt(0L);
    Tensor safe = Tensor.where(positive, x, Tensor.onesLike(x));
    return Tensor.where(positive, safe.sqrt().mul(safe), Tensor.zerosLike(x)).add(x);
  }

  @Test
  void thread347() {
    for (double x : new double[] {-1.5, 0.25, 2}) {
      check(JaxThreadsTest::rootOrZero, JaxThreadsTest::rootOrZeroOnTensors, x);
      check(JaxThreadsTest::rootOrZeroAsExpression, JaxThreadsTest::rootOrZeroOnTensors, x);
    }
    assertEquals(1, Gradients.of(JaxThreadsTest::rootOrZero).gradient(0.0).number(0));
    assertEquals(1, Gradients.of(JaxThreadsTest::rootOrZeroAsExpression).gradient(0.0).number(0));
  }

  @Test
  void thread347OnTensors() {
    Tensor x = tensor(-1.5, 0.25, 2);
    check(JaxThreadsTest::chosenByElementSafely, x);
    Gradients gradients = Gradients.of(JaxThreadsTest::chosenByElement);
    double[] found = gradients.vjp(Tensor.onesLike(x), x).tensor(0).toDoubleArray();
    assertTrue(Double.isNaN(found[0]), "as in PyTorch");
    assertEquals(1.75, found[1], 1e-12);
  }
}
