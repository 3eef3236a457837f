/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.ir.DType;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

final class FunctionsInLinesTest {
  private static final double RATE = 0.25;

  @Differentiable
  static Tensor damped(Tensor x, Tensor by, double rate) {
    return x.sub(by.tanh().mul(rate));
  }

  /** Functions of this class, of another one and of the library, and functions in functions. */
  static final class Mixed extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      Tensor h = damped(x.silu(), Helpers.swish(x, 2), RATE * 2);
      return Helpers.steep(h.gelu(), 3, 1 / 4f).softsign();
    }
  }

  static final class Unchanged extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      Tensor same = Helpers.same(x);
      return Helpers.same(same.mul(x)).geluTanh();
    }
  }

  static final class Looping extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return Helpers.powers(x.silu(), 3);
    }
  }

  /** A number that is known at run time only is given to no function. */
  static final class Measured extends UnaryModule {
    private double rate = 0.5;

    void rate(double value) {
      this.rate = value;
    }

    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return Helpers.swish(x, rate);
    }
  }

  /** Numbers that are converted, divided and multiplied as Java does it. */
  static final class Converted extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return Helpers.ratio(Helpers.plus(x, 16_777_217), 1, 2).sin();
    }
  }

  /** An int that is too large wraps. */
  static final class Wrapped extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return Helpers.wrapped(x, 65_537).add(1);
    }
  }

  /** Integers beside numbers: they are compared as integers. */
  static final class Marked extends UnaryModule {
    private final Tensor marks = Tensor.of(16_777_217L, 16_777_216L, 0L, 5L);

    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return Tensor.where(marks.eq(16_777_217L), x.exp(), Tensor.where(marks.le(0L), 0, x.sin()));
    }
  }

  /** A truth value that leaves the kernel is made by an op of its own. */
  static final class Masked extends UnaryModule {
    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      Tensor positive = x.gt(0);
      Tensor masked = Tensor.where(positive, x.mul(2), x.exp());
      return masked.cumsum(0).mul(positive.logicalNot().cumsum(0)).mul(x);
    }
  }

  private static void assertKernels(int count, UnaryModule module) {
    List<String> kernels = Lines.kernels(module);
    assertEquals(count, kernels.size(), kernels::toString);
    Lines.assertAgree(module, Tensor.of(-2.0, -0.5, 0.25, 1.5));
    Lines.assertAgree(module, Tensor.from(new float[] {-2, -0.5f, 0.25f, 1.5f, 3, 0}, 2, 3));
  }

  @Test
  void functionsBecomePartOfTheKernels() {
    assertKernels(2, new Mixed());
    assertKernels(2, new Unchanged());
  }

  @Test
  void aFunctionThatIsNoLineIsCalled() {
    assertKernels(0, new Looping());
  }

  @Test
  void aNumberKnownAtRunTimeOnlyIsGivenToACall() {
    Measured module = new Measured();
    assertKernels(0, module);
    module.rate(3);
    assertKernels(0, module);
  }

  @Test
  void numbersAreConvertedAsInJava() {
    Tensor x = Tensor.of(-2.0, -0.5, 0.25).to(DType.FLOAT64);
    Lines.assertAgree(new Converted(), x);
    Lines.assertAgree(new Wrapped(), x);
  }

  @Test
  void integersAreComparedAsIntegers() {
    Marked module = new Marked();
    assertTrue(Lines.kernels(module).getFirst().contains("eq"), "the comparison is in a kernel");
    Lines.assertAgree(module, Tensor.from(new float[] {0.5f, 1, -1, 2}, 4));
  }

  @Test
  void truthValuesMayLeaveKernels() {
    Lines.assertAgree(new Masked(), Tensor.of(-1.0, 0.5, 2.0, -0.5));
  }
}
