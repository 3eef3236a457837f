/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.values;

import static org.gradsmith.numeric.Derivatives.check;
import static org.gradsmith.numeric.Derivatives.tensor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.compiled.Gradients;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** {@code try} with {@code finally} and resources, exceptions, arguments of any number. */
class GuardedBlocksTest {
  private static final ReentrantLock LOCK = new ReentrantLock();

  static final class Resource implements AutoCloseable {
    private static int open;
    final double factor;

    Resource(double factor) {
      this.factor = factor;
      open++;
    }

    @Override
    public void close() {
      open--;
    }
  }

  @Differentiable(order = 2)
  static double locked(double x, double y) {
    LOCK.lock();
    try {
      x = x * y;
      if (x > 100) {
        return x;
      }
      y = Math.sin(x);
    } finally {
      LOCK.unlock();
    }
    return x * y;
  }

  @Differentiable(order = 2)
  static double jumpsOut(double x, double y) {
    double sum = 0;
    for (int i = 0; i < 4; i++) {
      double t;
      try {
        if (i == 2) {
          continue;
        }
        t = x * i;
        if (i == 3) {
          break;
        }
      } finally {
        sum += y * x;
      }
      sum += t * t;
    }
    return sum;
  }

  @Test
  void whatFinallyDoesIsDifferentiatedToo() {
    check(GuardedBlocksTest::locked, 0.3, 0.7);
    check(GuardedBlocksTest::locked, 30.0, 7.0);
    assertFalse(LOCK.isLocked());
    check(GuardedBlocksTest::jumpsOut, 0.3, 0.7);
  }

  @Differentiable(order = 2)
  static double resources(double x, double y) {
    double sum = x;
    try (Resource two = new Resource(2);
        Resource three = new Resource(3)) {
      sum = sum * two.factor * y;
      try (two) {
        sum *= sum + three.factor;
      }
      if (x < 0) {
        throw new IllegalStateException("x is " + x);
      }
    }
    return sum;
  }

  @Test
  void resourcesAreClosed() {
    Resource.open = 0;
    Gradients.of(GuardedBlocksTest::resources).gradient(0.3, 0.7);
    assertEquals(-1, Resource.open, "one of two is closed twice");
    check(GuardedBlocksTest::resources, 0.3, 0.7);
    Resource.open = 0;
    Gradients failing = Gradients.of(GuardedBlocksTest::resources);
    assertThrows(IllegalStateException.class, () -> failing.gradient(-0.3, 0.7));
    assertEquals(-1, Resource.open, "after an exception too");
  }

  private static double checkedHelper(double x) throws IOException {
    if (x > 100) {
      throw new IOException("too large: " + x);
    }
    return x * x;
  }

  @Differentiable
  static double declared(double x) throws IOException {
    return checkedHelper(x) * x;
  }

  /** A reference that may throw anything, which is not in the interfaces of the API. */
  private static Gradients declared() throws ReflectiveOperationException {
    return Gradients.of(GuardedBlocksTest::wrapped);
  }

  @Differentiable
  static double wrapped(double x) {
    return sneaky(x);
  }

  private static double sneaky(double x) {
    if (x > 100) {
      throw new IllegalArgumentException("too large: " + x);
    }
    return x * x * x;
  }

  @Test
  void exceptionsLeaveTheCall() throws ReflectiveOperationException {
    assertEquals(12, declared().gradient(2.0).number(0));
    assertThrows(IllegalArgumentException.class, () -> declared().gradient(200.0));
  }

  private static double squares(double... xs) {
    double sum = 0;
    for (double x : xs) {
      sum += x * x;
    }
    return sum;
  }

  private static double picked(int k, Integer... from) {
    return from[k];
  }

  private static Tensor product(Tensor first, Tensor... rest) {
    Tensor all = first;
    for (Tensor each : rest) {
      all = all.mul(each);
    }
    return all;
  }

  record Part(double x) {}

  private static double parts(String name, Part... parts) {
    double sum = name.length();
    for (Part part : parts) {
      sum += part.x() * part.x();
    }
    return sum;
  }

  @Differentiable(order = 2)
  static double anyNumber(double x, double y) {
    return squares()
        + squares(x)
        + squares(x, y, 3) * squares(new double[] {x, y}) * picked(1, 2, 3)
        + parts("a", new Part(x), new Part(y))
        + parts("b");
  }

  @Differentiable(order = 2)
  static Tensor anyNumberOfTensors(Tensor x, Tensor y) {
    return product(x).add(product(x, y)).add(product(x, y, x));
  }

  @Test
  void argumentsOfAnyNumber() {
    check(GuardedBlocksTest::anyNumber, 0.3, 0.7);
    check(GuardedBlocksTest::anyNumberOfTensors, tensor(0.3, 2), tensor(0.7, 3));
  }
}
