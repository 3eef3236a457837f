/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.corpus;

import static org.gradsmith.numeric.Derivatives.check;
import static org.gradsmith.numeric.Derivatives.scalar;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.tensor.Index;
import org.gradsmith.tensor.Linalg;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Operations on tensors: one at a time, and a few together. */
class TensorsTest {
  @Differentiable(order = 2)
  static Tensor negative(Tensor t) {
    return t.neg();
  }

  @Differentiable(order = 2)
  static Tensor exp(Tensor t) {
    return t.exp();
  }

  @Differentiable(order = 2)
  static Tensor log(Tensor t) {
    return t.log();
  }

  @Differentiable(order = 2)
  static Tensor tanh(Tensor t) {
    return t.tanh();
  }

  @Differentiable(order = 2)
  static Tensor cosh(Tensor t) {
    return t.cosh();
  }

  @Differentiable(order = 2)
  static Tensor sinh(Tensor t) {
    return t.sinh();
  }

  @Differentiable(order = 2)
  static Tensor rsqrt(Tensor t) {
    return t.rsqrt();
  }

  @Differentiable(order = 2)
  static Tensor timesThree(Tensor a) {
    return a.mul(3.0);
  }

  @Test
  void elementByElement() {
    Points.tensors(TensorsTest::negative);
    Points.tensors(TensorsTest::exp);
    Points.positiveTensors(TensorsTest::log);
    Points.tensors(TensorsTest::tanh);
    Points.tensors(TensorsTest::cosh);
    Points.tensors(TensorsTest::sinh);
    Points.positiveTensors(TensorsTest::rsqrt);
    Points.tensors(TensorsTest::timesThree);
  }

  @Differentiable(order = 2)
  static Tensor newFirstDimension(Tensor t) {
    return t.unsqueeze(0);
  }

  @Differentiable(order = 2)
  static Tensor newSecondDimension(Tensor t) {
    return t.unsqueeze(1);
  }

  @Differentiable(order = 2)
  static Tensor firstDimensionAndBack(Tensor t) {
    return t.unsqueeze(0).squeeze(0);
  }

  @Differentiable(order = 2)
  static Tensor secondDimensionAndBack(Tensor t) {
    return t.unsqueeze(1).squeeze(1);
  }

  @Differentiable(order = 2)
  static Tensor flat(Tensor t) {
    return t.reshape(-1);
  }

  /** The shape is read off a tensor, and is no input. */
  @Differentiable(order = 2)
  static Tensor flatAndBack(Tensor t) {
    return t.reshape(-1).reshape(t.shape());
  }

  @Differentiable(order = 2)
  static Tensor sumOfAtLeast1d(Tensor x) {
    return x.atLeast1d().sum();
  }

  @Differentiable(order = 2)
  static Tensor sumOfAtLeast2d(Tensor x) {
    return x.atLeast2d().sum();
  }

  @Differentiable(order = 2)
  static Tensor sumOfAtLeast3d(Tensor x) {
    return x.atLeast3d().sum();
  }

  /** All but the first. */
  @Differentiable(order = 2)
  static Tensor behindTheFirst(Tensor x) {
    return x.index(Index.from(1)).sum();
  }

  /** Every second row, and a new dimension. */
  @Differentiable(order = 2)
  static Tensor everySecond(Tensor x) {
    return x.index(Index.all().step(2), Index.newAxis()).pow(2).sum();
  }

  @Test
  void shapes() {
    Points.tensors(TensorsTest::newFirstDimension);
    Points.tensors(TensorsTest::newSecondDimension);
    Points.tensors(TensorsTest::firstDimensionAndBack);
    Points.tensors(TensorsTest::secondDimensionAndBack);
    Points.tensors(TensorsTest::flat);
    Points.tensors(TensorsTest::flatAndBack);
    Points.tensors(TensorsTest::sumOfAtLeast1d);
    Points.tensors(TensorsTest::sumOfAtLeast2d);
    Points.tensors(TensorsTest::sumOfAtLeast3d);
    Points.tensors(TensorsTest::behindTheFirst);
    Points.tensors(TensorsTest::everySecond);
  }

  @Differentiable(order = 2)
  static Tensor sum(Tensor image, boolean keepDim) {
    return keepDim ? image.sum(new long[] {0, 1, 2, 3}, true) : image.sum();
  }

  @Differentiable(order = 2)
  static Tensor sumOfDims(Tensor image, boolean keepDim) {
    return image.sum(new long[] {0, 1, 2}, keepDim);
  }

  @Differentiable(order = 2)
  static Tensor mean(Tensor image, boolean keepDim) {
    return keepDim ? image.mean(new long[] {0, 1, 2, 3}, true) : image.mean();
  }

  @Differentiable(order = 2)
  static Tensor meanOfDims(Tensor image, boolean keepDim) {
    return image.mean(new long[] {0, 1, 2}, keepDim);
  }

  @Differentiable(order = 2)
  static Tensor max(Tensor image, boolean keepDim) {
    return keepDim ? image.amax(new long[] {0, 1, 2, 3}, true) : image.max();
  }

  @Differentiable(order = 2)
  static Tensor maxOfDims(Tensor image, boolean keepDim) {
    return image.amax(new long[] {0, 1, 2}, keepDim);
  }

  @Test
  void reductions() {
    Tensor image = Tensor.from(Points.vector(2 * 3 * 3 * 2, 0.7), 2, 3, 3, 2);
    for (boolean keepDim : new boolean[] {true, false}) {
      check(TensorsTest::sum, image, keepDim);
      check(TensorsTest::sumOfDims, image, keepDim);
      check(TensorsTest::mean, image, keepDim);
      check(TensorsTest::meanOfDims, image, keepDim);
      check(TensorsTest::max, image, keepDim);
      check(TensorsTest::maxOfDims, image, keepDim);
    }
  }

  @Differentiable(order = 2)
  static Tensor add(Tensor t1, Tensor t2) {
    return t1.add(t2);
  }

  @Differentiable(order = 2)
  static Tensor subtract(Tensor t1, Tensor t2) {
    return t1.sub(t2);
  }

  @Differentiable(order = 2)
  static Tensor multiply(Tensor t1, Tensor t2) {
    return t1.mul(t2);
  }

  @Differentiable(order = 2)
  static Tensor divide(Tensor t1, Tensor t2) {
    return t1.div(t2);
  }

  @Differentiable(order = 2)
  static Tensor maximum(Tensor t1, Tensor t2) {
    return t1.maximum(t2);
  }

  @Differentiable(order = 2)
  static Tensor squaredDifference(Tensor t1, Tensor t2) {
    Tensor difference = t1.sub(t2);
    return difference.mul(difference);
  }

  @Test
  void pairs() {
    Points.tensorPairs(TensorsTest::add);
    Points.tensorPairs(TensorsTest::subtract);
    Points.tensorPairs(TensorsTest::multiply);
    Points.tensorPairs(TensorsTest::divide);
    Points.tensorPairs(TensorsTest::maximum);
    Points.tensorPairs(TensorsTest::squaredDifference);
    check(TensorsTest::add, scalar(0.5), Points.matrix(2, 3, 0.3));
    check(TensorsTest::multiply, scalar(0.5), Points.matrix(2, 3, 0.3));
    check(TensorsTest::divide, Points.matrix(2, 1, 0.3), Points.matrix(1, 3, 0.4));
  }

  /** Each operand transposed or not. */
  @Differentiable(order = 2)
  static Tensor matmul(Tensor a, Tensor b, boolean transposeA, boolean transposeB) {
    if (transposeA) {
      a = a.transpose(-2, -1);
    }
    return a.matmul(transposeB ? b.transpose(-2, -1) : b);
  }

  @Test
  void products() {
    boolean[] both = {false, true};
    for (boolean a : both) {
      for (boolean b : both) {
        check(
            TensorsTest::matmul,
            a ? Points.matrix(3, 2, 0.3) : Points.matrix(2, 3, 0.3),
            b ? Points.matrix(4, 3, 0.9) : Points.matrix(3, 4, 0.9),
            a,
            b);
        double[] left = Points.vector(2 * 2 * 2 * 3, 0.1);
        double[] right = Points.vector(2 * 2 * 3 * 2, 0.6);
        check(
            TensorsTest::matmul,
            a ? Tensor.from(left, 2, 2, 3, 2) : Tensor.from(left, 2, 2, 2, 3),
            b ? Tensor.from(right, 2, 2, 2, 3) : Tensor.from(right, 2, 2, 3, 2),
            a,
            b);
      }
    }
  }

  /** Padded so that the size stays, for a stride of 1. */
  @Differentiable(order = 2)
  static Tensor convolution(Tensor image, Tensor kernel, int stride) {
    return image.conv2d(kernel, stride, (int) kernel.size(2) / 2);
  }

  @Differentiable(order = 2)
  static Tensor maxPooling(Tensor image, int size, int stride) {
    return image.maxPool2d(size, stride);
  }

  /** Means of windows, as a convolution with equal weights. */
  @Differentiable(order = 2)
  static Tensor meanPooling(Tensor image, int size, int stride) {
    Tensor window = Tensor.onesLike(image).narrow(2, 0, size).narrow(3, 0, size).narrow(0, 0, 1);
    return image.conv2d(window.div(size * size), stride, 0);
  }

  @Test
  void images() {
    Tensor image = Tensor.from(Points.vector(2 * 1 * 5 * 5, 0.7), 2, 1, 5, 5);
    Tensor kernel = Tensor.from(Points.vector(2 * 1 * 3 * 3, 0.2), 2, 1, 3, 3);
    for (int stride = 1; stride <= 2; stride++) {
      check(TensorsTest::convolution, image, kernel, stride);
      check(TensorsTest::maxPooling, image, 2, stride);
      check(TensorsTest::meanPooling, image, 2, stride);
    }
  }

  private static Tensor timesItself(Tensor a, Tensor b) {
    return a.mul(b);
  }

  @Differentiable(order = 2)
  static Tensor sumOfCall(Tensor t) {
    Tensor out = timesItself(t, t);
    return out.sum();
  }

  @Differentiable(order = 2)
  static Tensor logisticRegression(Tensor input, Tensor label, Tensor w, Tensor b) {
    Tensor h = input.matmul(w).add(b);
    Tensor prediction = h.tanh().add(1.0).mul(0.5);
    Tensor one = Tensor.onesLike(label);
    Tensor likelihood = prediction.mul(label).add(one.sub(prediction).mul(one.sub(label)));
    return likelihood.log().sum().neg();
  }

  @Differentiable(order = 2)
  static Tensor bilinear(Tensor x, Tensor h, Tensor u, Tensor w, Tensor b) {
    Tensor y = x.matmul(w);
    y = y.add(h.matmul(u));
    y = y.add(b);
    y = y.tanh();
    return y.sum();
  }

  @Differentiable(order = 2)
  static Tensor determinant(Tensor a) {
    return Linalg.det(a);
  }

  @Test
  void severalSteps() {
    Points.tensors(TensorsTest::sumOfCall);
    check(
        TensorsTest::logisticRegression,
        Points.matrix(4, 3, 0.2),
        Tensor.from(new double[] {0.1, 0.8, 0.2, 0.9}, 4, 1),
        Points.matrix(3, 1, 0.5),
        Points.matrix(1, 1, 0.9));
    check(
        TensorsTest::bilinear,
        Points.matrix(2, 3, 0.2),
        Points.matrix(2, 4, 0.5),
        Points.matrix(4, 3, 0.8),
        Points.matrix(3, 3, 1.1),
        Points.matrix(1, 3, 1.4));
    check(TensorsTest::determinant, Points.matrix(1, 1, 0.3));
    check(TensorsTest::determinant, Points.matrix(4, 4, 0.3));
  }
}
