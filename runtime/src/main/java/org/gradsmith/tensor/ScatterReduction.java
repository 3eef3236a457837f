/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.ir.DType;

/** Elements combined at the places that an index names, as PyTorch's scatter_reduce. */
final class ScatterReduction {
  private ScatterReduction() {}

  @Differentiable
  static Tensor of(
      Tensor x, int dim, Tensor index, Tensor source, String reduce, boolean includeSelf) {
    if (x.dtype() != source.dtype()) {
      throw new DTypeException(
          "scatterReduce: the source has dtype %s, but the tensor has %s; convert it with to(DType)"
              .formatted(source.dtype(), x.dtype()));
    }
    Tensor part = Positions.leading(source, index.shape());
    return switch (reduce) {
      case "sum" -> start(x, dim, index, includeSelf).scatterAdd(dim, index, part);
      case "mean" -> mean(x, dim, index, part, includeSelf);
      case "prod" -> ScatteredProduct.of(x, dim, index, part, includeSelf);
      case "amax" -> extreme(x, dim, index, part, includeSelf, true);
      case "amin" -> extreme(x, dim, index, part, includeSelf, false);
      default ->
          throw new IllegalArgumentException(
              "scatterReduce: reduce is one of sum, prod, mean, amax, amin, but got " + reduce);
    };
  }

  /** The elements, with 0 where something is scattered to unless they take part. */
  private static Tensor start(Tensor x, int dim, Tensor index, boolean includeSelf) {
    return includeSelf ? x : x.maskedFill(reached(x, dim, index), 0);
  }

  private static Tensor reached(Tensor x, int dim, Tensor index) {
    return Tensor.zeros(DType.BOOL, x.shape()).scatter(dim, index, 1);
  }

  private static Tensor mean(Tensor x, int dim, Tensor index, Tensor part, boolean includeSelf) {
    Tensor sum = start(x, dim, index, includeSelf).scatterAdd(dim, index, part);
    Tensor ones = Tensor.ones(TensorOptions.of(DType.INT64), part.shape());
    Tensor own =
        includeSelf
            ? Tensor.ones(TensorOptions.of(DType.INT64), x.shape())
            : reached(x, dim, index).logicalNot().to(DType.INT64);
    Tensor count = own.scatterAdd(dim, index, ones);
    return x.dtype().isFloating()
        ? sum.div(count.to(x.dtype()))
        : sum.floorDivide(count).to(x.dtype());
  }

  /**
   * The greatest or the least element at every place. Its gradient goes in even shares to all that
   * are equal to it: but for rounding, the result is the sum of these shares.
   */
  private static Tensor extreme(
      Tensor x, int dim, Tensor index, Tensor part, boolean includeSelf, boolean greatest) {
    Tensor result;
    Tensor ownEquals;
    Tensor ownWins;
    Tensor partWins;
    try (var _ = Autograd.noGrad()) {
      Tensor old = x.detach();
      Tensor given = part.detach();
      result = extremeValue(old, dim, index, given, includeSelf, greatest);
      Tensor takesPart =
          includeSelf
              ? Tensor.ones(TensorOptions.of(DType.BOOL), x.shape())
              : reached(x, dim, index).logicalNot();
      ownEquals = old.eq(result);
      ownWins = ownEquals.logicalAnd(takesPart);
      partWins = given.eq(result.gather(dim, index));
    }
    if (!x.requiresGrad() && !part.requiresGrad() && !Autograd.isForwardModeOpen()) {
      return result;
    }
    // as in PyTorch, an equal element that takes no part makes the shares of the others smaller
    Tensor count = ownEquals.to(x.dtype()).scatterAdd(dim, index, partWins.to(x.dtype()));
    Tensor own = Tensor.where(ownWins, x, Tensor.zerosLike(x)).div(count);
    Tensor shares =
        Tensor.where(partWins, part, Tensor.zerosLike(part)).div(count.gather(dim, index));
    Tensor mean = own.scatterAdd(dim, index, shares);
    // A mean of equal numbers may be off by a rounding; the result itself is not.
    Tensor exact = result.sub(mean.detach().sub(mean)); // x - 0 is x, even for -0
    return Tensor.where(mean.isfinite(), exact, mean);
  }

  /** Sorted by size, the greatest (or the least) element is the last to be written to its place. */
  static Tensor extremeValue(
      Tensor x, int dim, Tensor index, Tensor part, boolean includeSelf, boolean greatest) {
    if (part.numel() == 0) {
      return x.copy();
    }
    boolean scalar = part.dim() == 0;
    Tensor values = scalar ? part.view(1) : part;
    Tensor places = scalar ? index.view(1) : index;
    // NaN sorts last in ascending order, and wins either way; the negative of an integer may
    // overflow
    boolean negated = !greatest && x.dtype().isFloating();
    Tensor keys = negated ? values.neg() : values;
    Tensor order = keys.argsort(dim, !greatest && !negated);
    Tensor target = scalar ? x.reshape(1) : x;
    Tensor written = target.scatter(dim, places.gather(dim, order), values.gather(dim, order));
    Tensor extreme = greatest ? written.maximum(target) : written.minimum(target);
    Tensor result = includeSelf ? extreme : written;
    return scalar ? result.view() : result;
  }
}
