/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.ir.op.Convolution;
import org.gradsmith.ir.op.LinearAlgebra;
import org.gradsmith.ir.op.Losses;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.Pointwise;
import org.gradsmith.ir.op.Pooling;
import org.gradsmith.ir.op.Reductions;
import org.gradsmith.ir.op.Views;
import org.jspecify.annotations.Nullable;

/**
 * Every op of the table as a plain function that records nothing: what generated code calls. The
 * parameters are the op's operands, then its attributes, in the order of the table; flags are 0 or
 * 1, and a dimension may count from the end (-1 is the last one).
 */
public final class Primitives {
  private Primitives() {}

  /**
   * Runs an op: checks shapes and dtypes by its rules, then executes it where the operands lie.
   *
   * @param operands null only where the operand is optional
   * @param attributes Long, Double or long[], as their kinds say
   * @return all results, the hidden ones behind the first
   */
  public static Tensor[] run(Op op, @Nullable Tensor[] operands, Object... attributes) {
    return Execution.run(op, operands, attributes);
  }

  /**
   * Gives the memory of these tensors back at once. Only for storages that the caller owns: whoever
   * uses one of them later, through any view, gets an error.
   */
  public static void release(@Nullable Tensor... tensors) {
    for (Tensor tensor : tensors) {
      if (tensor != null) {
        tensor.storage().release();
      }
    }
  }

  private static Tensor one(Op op, @Nullable Tensor x, Object... attributes) {
    return run(op, new @Nullable Tensor[] {x}, attributes)[0];
  }

  private static Tensor two(Op op, @Nullable Tensor x, @Nullable Tensor y, Object... attributes) {
    return run(op, new @Nullable Tensor[] {x, y}, attributes)[0];
  }

  public static Tensor add(Tensor x, Tensor y) {
    return two(Pointwise.ADD, x, y);
  }

  public static Tensor sub(Tensor x, Tensor y) {
    return two(Pointwise.SUB, x, y);
  }

  public static Tensor mul(Tensor x, Tensor y) {
    return two(Pointwise.MUL, x, y);
  }

  public static Tensor div(Tensor x, Tensor y) {
    return two(Pointwise.DIV, x, y);
  }

  public static Tensor addScalar(Tensor x, double value) {
    return one(Pointwise.ADD_SCALAR, x, value);
  }

  /** An integer tensor stays one. */
  public static Tensor addScalar(Tensor x, long value) {
    return one(Pointwise.ADD_SCALAR, x, value);
  }

  public static Tensor mulScalar(Tensor x, double value) {
    return one(Pointwise.MUL_SCALAR, x, value);
  }

  /** An integer tensor stays one. */
  public static Tensor mulScalar(Tensor x, long value) {
    return one(Pointwise.MUL_SCALAR, x, value);
  }

  public static Tensor neg(Tensor x) {
    return one(Pointwise.NEG, x);
  }

  public static Tensor exp(Tensor x) {
    return one(Pointwise.EXP, x);
  }

  public static Tensor log(Tensor x) {
    return one(Pointwise.LOG, x);
  }

  public static Tensor sqrt(Tensor x) {
    return one(Pointwise.SQRT, x);
  }

  public static Tensor tanh(Tensor x) {
    return one(Pointwise.TANH, x);
  }

  public static Tensor sigmoid(Tensor x) {
    return one(Pointwise.SIGMOID, x);
  }

  public static Tensor relu(Tensor x) {
    return one(Pointwise.RELU, x);
  }

  public static Tensor maskPositive(Tensor g, Tensor y) {
    return two(Pointwise.MASK_POSITIVE, g, y);
  }

  public static Tensor addBias(Tensor x, @Nullable Tensor bias, long dim) {
    return two(Pointwise.ADD_BIAS, x, bias, dim);
  }

  public static Tensor sum(Tensor x) {
    return one(Reductions.SUM, x);
  }

  public static Tensor mean(Tensor x) {
    return one(Reductions.MEAN, x);
  }

  public static Tensor divideByCount(Tensor g, long... shape) {
    return one(Reductions.DIVIDE_BY_COUNT, g, (Object) shape);
  }

  public static Tensor sumDim(Tensor x, long dim, long keepDim) {
    return one(Reductions.SUM_DIM, x, dim, keepDim);
  }

  public static Tensor sumExcept(Tensor x, long dim) {
    return one(Reductions.SUM_EXCEPT, x, dim);
  }

  public static Tensor spread(Tensor x, long[] shape, long dim) {
    return one(Reductions.SPREAD, x, shape, dim);
  }

  public static Tensor sumTo(Tensor x, long... shape) {
    return one(Reductions.SUM_TO, x, (Object) shape);
  }

  public static Tensor argmax(Tensor x, long dim) {
    return one(Reductions.ARGMAX, x, dim);
  }

  public static Tensor view(Tensor x, long... shape) {
    return one(Views.VIEW, x, (Object) shape);
  }

  public static Tensor reshape(Tensor x, long... shape) {
    return one(Views.RESHAPE, x, (Object) shape);
  }

  public static Tensor expand(Tensor x, long... shape) {
    return one(Views.EXPAND, x, (Object) shape);
  }

  public static Tensor expandDim(Tensor x, long[] shape, long dim, long keepDim) {
    return one(Views.EXPAND_DIM, x, shape, dim, keepDim);
  }

  public static Tensor transpose(Tensor x, long dim0, long dim1) {
    return one(Views.TRANSPOSE, x, dim0, dim1);
  }

  public static Tensor matmul(Tensor a, Tensor b) {
    return two(LinearAlgebra.MATMUL, a, b);
  }

  public static Tensor linear(Tensor x, Tensor weight) {
    return two(LinearAlgebra.LINEAR, x, weight);
  }

  public static Tensor linearGradInput(Tensor g, Tensor weight) {
    return two(LinearAlgebra.LINEAR_GRAD_INPUT, g, weight);
  }

  public static Tensor linearGradWeight(Tensor g, Tensor x) {
    return two(LinearAlgebra.LINEAR_GRAD_WEIGHT, g, x);
  }

  public static Tensor conv2d(Tensor x, Tensor weight, long stride, long padding) {
    return two(Convolution.CONV2D, x, weight, stride, padding);
  }

  public static Tensor conv2dGradInput(
      Tensor g, Tensor weight, long[] shape, long stride, long padding) {
    return two(Convolution.CONV2D_GRAD_INPUT, g, weight, shape, stride, padding);
  }

  public static Tensor conv2dGradWeight(
      Tensor g, Tensor x, long[] shape, long stride, long padding) {
    return two(Convolution.CONV2D_GRAD_WEIGHT, g, x, shape, stride, padding);
  }

  /** The pooled image, and the place of each of its elements in the plane it came from. */
  public static Tensor[] maxPool2d(Tensor x, long kernelSize, long stride, long padding) {
    return run(Pooling.MAX_POOL2D, new @Nullable Tensor[] {x}, kernelSize, stride, padding);
  }

  public static Tensor maxPool2dGrad(Tensor g, Tensor indices, long... shape) {
    return two(Pooling.MAX_POOL2D_GRAD, g, indices, (Object) shape);
  }

  public static Tensor maxPool2dGather(Tensor x, Tensor indices) {
    return two(Pooling.MAX_POOL2D_GATHER, x, indices);
  }

  public static Tensor logSoftmax(Tensor x, long dim) {
    return one(Losses.LOG_SOFTMAX, x, dim);
  }

  public static Tensor nllLoss(Tensor logProbabilities, Tensor target, long reduction) {
    return two(Losses.NLL_LOSS, logProbabilities, target, reduction);
  }

  public static Tensor nllLossGrad(Tensor g, Tensor target, long[] shape, long reduction) {
    return two(Losses.NLL_LOSS_GRAD, g, target, shape, reduction);
  }
}
