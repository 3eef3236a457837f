/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.inplace;

import static org.gradsmith.numeric.Derivatives.check;
import static org.gradsmith.numeric.Derivatives.tensor;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.compiled.Gradient;
import org.gradsmith.compiled.Gradients;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Writes to whole tensors. */
class WritesTest {
  private static final Tensor X = tensor(0.3, -0.8, 1.2);
  private static final Tensor W = tensor(1.1, 0.6, -0.4);

  /** An activation on a copy; the rule of tanh keeps what it returned. */
  @Differentiable(order = 2)
  static Tensor activation(Tensor x, Tensor w) {
    Tensor h = x.mul(w).copy();
    h.tanhInPlace();
    return h.mul(x).sum();
  }

  @Test
  void anActivationInPlace() {
    check(WritesTest::activation, X, W);
  }

  /** Every function that has such a form; rules that keep the result ask for a copy behind them. */
  @Differentiable(order = 2)
  static Tensor functions(Tensor x, Tensor w) {
    Tensor sum = x.mul(0);
    for (int i = 0; i < 9; i++) {
      Tensor y = x.mul(x).addInPlace(0.5);
      switch (i) {
        case 0 -> y.sqrtInPlace();
        case 1 -> y.logInPlace().negInPlace().absInPlace();
        case 2 -> y.expInPlace();
        case 3 -> y.sigmoidInPlace();
        case 4 -> y.powInPlace(3).divInPlace(w);
        case 5 -> y.divInPlace(0.7).subInPlace(0.25);
        case 6 -> y.subInPlace(w.mul(x)).clampInPlace(0.1, 2);
        case 7 -> y.subInPlace(1).reluInPlace();
        default -> y.floorInPlace().ceilInPlace().roundInPlace();
      }
      sum.addInPlace(y.copy().mul(x), i + 1);
    }
    return sum.copy().mul(w).sum();
  }

  @Test
  void functionsInPlace() {
    check(WritesTest::functions, X, W);
  }

  @Differentiable(order = 2)
  static Tensor numbers(double a, double b) {
    Tensor x = Tensor.full(DType.FLOAT64, new long[] {3}, 0.7).mul(X).add(a);
    Tensor y = x.copy();
    y.addInPlace(a);
    y.mulInPlace(b);
    y.addInPlace(x.mul(x), a);
    y.addInPlace(x, -2);
    y.subInPlace(a * b);
    y.divInPlace(b);
    Tensor f = x.mul(1.0);
    f.fillInPlace(a * a);
    Tensor mask = x.gt(0);
    Tensor m = y.copy();
    m.maskedFillInPlace(mask, b);
    m.maskedFillInPlace(x.gt(1), 4);
    return y.copy().mul(f.copy()).add(m.mul(x)).sum();
  }

  @Test
  void numbersWithDerivatives() {
    check(WritesTest::numbers, 0.7, -1.3);
  }

  /** The loop ends when the sum is large enough. */
  @Differentiable(order = 2)
  static Tensor accumulated(Tensor x, Tensor w) {
    Tensor sum = Tensor.zeros(DType.FLOAT64, 3);
    Tensor power = x.copy();
    int turns = 0;
    while (turns < 9 && sum.detach().mul(sum.detach()).sum().item() < 30) {
      power = power.mul(w).add(x);
      if (turns % 2 == 0) {
        sum.addInPlace(power.mul(power));
      } else {
        sum.mulInPlace(w);
      }
      turns++;
    }
    return sum.copy().mul(x).sum().mul(turns);
  }

  @Test
  void aSumInALoopThatEndsByItsValue() {
    check(WritesTest::accumulated, X, W);
    check(WritesTest::accumulated, tensor(2.3, -1.8, 1.2), W);
  }

  /** What is read before a write and what is read behind it are different values. */
  @Differentiable(order = 2)
  static Tensor usedTwice(Tensor x, Tensor w) {
    Tensor y = x.mul(w);
    Tensor before = y.add(1);
    Tensor same = y;
    y.addInPlace(x);
    Tensor between = same.add(w);
    y.mulInPlace(w);
    Tensor behind = same.copy();
    return before.mul(between).mul(behind).add(y.copy().mul(x)).sum();
  }

  @Test
  void readBeforeAndBehindAWrite() {
    check(WritesTest::usedTwice, X, W);
  }

  @Differentiable(order = 2)
  static Tensor overwritten(Tensor x, Tensor w) {
    Tensor y = x.mul(x);
    Tensor kept = y.add(w);
    y.zeroInPlace();
    y.addInPlace(w);
    Tensor z = x.mul(w);
    z.copyFrom(w);
    z.mulInPlace(2);
    z.fillInPlace(3);
    Tensor u = x.mul(w);
    u.copyFrom(x.sum());
    return kept.mul(y.copy()).add(z.copy().mul(x)).add(u.copy().mul(w)).sum();
  }

  @Test
  void whatIsOverwrittenHasNoGradient() {
    check(WritesTest::overwritten, X, W);
  }

  @Differentiable
  static Tensor otherTypes(Tensor x, Tensor w) {
    Tensor half = Tensor.zeros(DType.FLOAT32, 2, 3);
    half.addInPlace(x.mul(w)); // computed in float64, rounded when it is written
    half.copyFrom(w);
    Tensor wide = x.copy();
    wide.mulInPlace(half.sum(0));
    return wide;
  }

  @Test
  void otherTypesAndShapes() {
    Tensor x = tensor(0.5, -0.75, 1.25);
    Tensor w = tensor(2, 0.5, -1);
    Gradient found = Gradients.of(WritesTest::otherTypes).vjp(Tensor.onesLike(x), x, w);
    Tensor[] leaves = {x.copy().requiresGrad(true), w.copy().requiresGrad(true)};
    Tensor value = otherTypes(leaves[0], leaves[1]);
    value.backward(Tensor.onesLike(x));
    assertTrue(value.equal((Tensor) Objects.requireNonNull(found.value())));
    for (int i = 0; i < leaves.length; i++) {
      assertTrue(found.tensor(i).equal(Objects.requireNonNull(leaves[i].grad())));
    }
  }

  /** Integers are counted in place, and stay integers. */
  @Differentiable(order = 2)
  static Tensor counters(Tensor x, int step) {
    Tensor at = Tensor.zeros(DType.INT64, 1);
    Tensor sum = Tensor.zeros(DType.FLOAT64, 1);
    for (int i = 0; i < 2; i++) {
      Tensor picked = x.indexSelect(0, at.copy());
      sum.addInPlace(picked.mul(picked), 0.5 * i + 1);
      at.addInPlace(step);
      at.mulInPlace(1);
    }
    return sum.copy().mul(x).sum();
  }

  @Test
  void integersAreWrittenWithoutGradient() {
    check(WritesTest::counters, X, 2);
  }

  /** Hidden states in a list, each updated where it stands. */
  @Differentiable(order = 2)
  static Tensor states(Tensor x, Tensor w) {
    List<Tensor> states = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      states.add(x.mul(i + 1));
    }
    for (int t = 0; t < 4; t++) {
      Tensor below = x;
      for (Tensor state : states) {
        if (t % 2 == 0) {
          state.mulInPlace(w);
        }
        state.addInPlace(below.copy());
        below = state;
      }
    }
    Tensor sum = states.getFirst();
    for (int i = 1; i < states.size(); i++) {
      sum = sum.add(states.get(i).copy().mul(states.get(i - 1).copy()));
    }
    return sum.mul(w).sum();
  }

  @Test
  void statesInAList() {
    check(WritesTest::states, X, W);
  }

  private static void bump(Tensor h, Tensor by) {
    h.addInPlace(by.mul(by));
  }

  private static Tensor scaled(Tensor h, Tensor by) {
    return h.mulInPlace(by);
  }

  @Differentiable(order = 2)
  static Tensor helpers(Tensor x, Tensor w) {
    Tensor h = Tensor.zeros(DType.FLOAT64, 3);
    Tensor g = h;
    for (int i = 0; i < 2; i++) {
      bump(h, x);
      Tensor same = scaled(g, w);
      g = same.add(h);
    }
    return g.copy().mul(h.copy()).sum();
  }

  @Test
  void helpersWriteToWhatTheyAreGiven() {
    check(WritesTest::helpers, X, W);
  }

  private static Tensor rewritten(Tensor x, Tensor w) {
    x.mulInPlace(w);
    x.addInPlace(w);
    return x;
  }

  /** A parameter is written to: the caller sees that. */
  @Differentiable(order = 2)
  static Tensor parameters(Tensor x, Tensor w) {
    Tensor given = x.mul(x);
    Tensor returned = rewritten(given, w);
    return returned.copy().mul(given.add(x)).sum();
  }

  @Test
  void aParameterThatIsNoLeaf() {
    check(WritesTest::parameters, X, W);
  }

  @Differentiable(order = 2)
  static Tensor choices(Tensor x, Tensor w) {
    Tensor y = x.copy();
    Tensor z = w.copy();
    boolean first = x.detach().sum().item() > 0;
    Tensor chosen = first ? y : z;
    chosen.mulInPlace(w);
    Tensor other = first ? z : y;
    switch ((int) Math.signum(w.detach().select(0, 2).item())) {
      case -1 -> other.addInPlace(x.mul(w));
      case 1 -> other.zeroInPlace();
      default -> {}
    }
    for (int i = 0; i < 5; i++) {
      if (i == 1) {
        continue;
      }
      if (i == 3) {
        break;
      }
      y.addInPlace(z);
    }
    return y.mul(x).sum();
  }

  @Test
  void branchesAndJumps() {
    check(WritesTest::choices, X, W);
    check(WritesTest::choices, X.neg(), W.neg());
  }

  /** Running statistics are no part of the gradient. */
  @Differentiable(order = 2)
  static Tensor statistics(Tensor x, Tensor w) {
    Tensor mean = Tensor.zeros(DType.FLOAT64, 3);
    Tensor y = x;
    for (int i = 0; i < 3; i++) {
      y = y.mul(w);
      try (var _ = Autograd.noGrad()) {
        mean.mulInPlace(0.5).addInPlace(y, 0.5);
        mean.select(0, 1).zeroInPlace();
      }
      y = y.sub(x.mul(0.1));
    }
    return y.mul(y).sum();
  }

  @Test
  void writesWithoutGradient() {
    check(WritesTest::statistics, X, W);
  }

  @Differentiable(order = 2)
  static Tensor constantThenNot(Tensor x, Tensor w) {
    Tensor y = Tensor.ones(DType.FLOAT64, 3);
    Tensor sum = x.mul(0);
    for (int i = 0; i < 3; i++) {
      sum = sum.add(y);
      if (i == 0) {
        y.mulInPlace(x);
      }
      if (i == 1) {
        y.fillInPlace(2);
        y.addInPlace(w);
      }
    }
    return sum.mul(w).sum();
  }

  @Test
  void aConstantThatGetsAGradient() {
    check(WritesTest::constantThenNot, X, W);
  }
}
