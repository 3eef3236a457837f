/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import static org.gradsmith.ir.scalar.Scalar.attribute;
import static org.gradsmith.ir.scalar.Scalar.constant;
import static org.gradsmith.ir.scalar.Scalar.div;
import static org.gradsmith.ir.scalar.Scalar.mul;
import static org.gradsmith.ir.scalar.Scalar.operand;
import static org.gradsmith.ir.scalar.Scalar.sub;
import static org.gradsmith.ir.scalar.Scalar.unary;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Attentions;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.Pointwise;
import org.gradsmith.ir.scalar.RowExpression.Fold;
import org.gradsmith.ir.scalar.RowExpression.Place;
import org.gradsmith.ir.scalar.RowExpression.Reduction;
import org.gradsmith.ir.scalar.RowExpression.Result;
import org.gradsmith.ir.scalar.RowExpression.Target;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;
import org.gradsmith.kernel.RowPlan;
import org.gradsmith.kernel.RowPlan.Input;

/**
 * Attention by blocks of queries, whose weights for all keys fit the cache: products of matrices
 * around row kernels. Places that no query of a block sees are left out. Sums for keys and values
 * go block by block in order, so results do not depend on threads.
 */
final class AttentionKernels {
  /** Weights of a block. */
  private static final long WEIGHTS = 1 << 16;

  private static final long LEAST_ROWS = 16;
  private static final long MOST_ROWS = 256;

  /** The weights from the scores. */
  private static final RowRuns SOFTMAX = new RowRuns(softmax());

  /** The cotangent of the scores from that of the weights and the weights. */
  private static final RowRuns SOFTMAX_GRAD = new RowRuns(softmaxGrad());

  private AttentionKernels() {}

  /** The ops of this family. */
  static Map<Op, Kernel> kernels() {
    return Map.of(
        Attentions.ATTENTION, Kernel.of((x, a, r) -> attention(x, numbers(a), ahead(a), r[0])),
        Attentions.ATTENTION_GRAD, Kernel.of((x, a, r) -> grad(x, numbers(a), ahead(a), r)));
  }

  private static long ahead(Object[] attributes) {
    long ahead = (Long) attributes[1];
    if (ahead < 0) {
      throw new IllegalArgumentException(
          "attention: ahead is %d, so the first query would see nothing; 0 is causal attention"
              .formatted(ahead));
    }
    return ahead;
  }

  private static double[] numbers(Object[] attributes) {
    return new double[] {((Number) attributes[0]).doubleValue()};
  }

  /** softmax(scale · x). */
  private static RowPlan softmax() {
    Scalar scaled = mul(operand(0), attribute(0));
    Scalar power = unary(UnaryFunction.EXP, sub(scaled, operand(1)));
    return new RowPlan(
        "attentionWeights",
        List.of(Input.of("scores", Place.FULL)),
        List.of(new Reduction("max", Fold.MAX, scaled), new Reduction("sum", Fold.SUM, power)),
        List.of(new Result("weights", Target.FULL, mul(power, div(constant(1), operand(2))))));
  }

  /** scale · weights · (g - Σ g · weights). */
  private static RowPlan softmaxGrad() {
    Scalar g = operand(0);
    Scalar weights = operand(1);
    Scalar slope = mul(weights, sub(g, operand(2)));
    return new RowPlan(
        "attentionWeightsGrad",
        List.of(Input.of("g", Place.FULL), Input.of("weights", Place.FULL)),
        List.of(new Reduction("sum", Fold.SUM, mul(g, weights))),
        List.of(new Result("gscores", Target.FULL, mul(slope, attribute(0)))));
  }

  private static void attention(StridedArray[] x, double[] scale, long ahead, StridedArray y) {
    if (y.count() == 0) {
      return;
    }
    long keys = x[1].shape()[x[1].rank() - 2];
    if (keys == 0) {
      CopyKernels.fill(y, 0);
      return;
    }
    long queries = y.shape()[y.rank() - 2];
    long rows = blockRows(keys);
    long blocks = (queries + rows - 1) / rows;
    Workers.split(
        matrixCount(y) * blocks,
        1,
        (from, to) -> {
          for (long i = from; i < to; i++) {
            long[] index = ProductKernels.index(y, i / blocks);
            StridedArray q = ProductKernels.matrix(x[0], index);
            StridedArray k = ProductKernels.matrix(x[1], index);
            long first = i % blocks * rows;
            long end = Math.min(queries, first + rows);
            long seen = Math.min(keys, end + ahead);
            StridedArray weights =
                weights(
                    ProductKernels.rows(q, first, end),
                    ProductKernels.rows(k, 0, seen),
                    first,
                    ahead,
                    scale);
            StridedArray v = ProductKernels.rows(ProductKernels.matrix(x[2], index), 0, seen);
            ProductKernels.multiply(
                weights, v, ProductKernels.rows(ProductKernels.matrix(y, index), first, end));
            weights.storage().release();
          }
        });
  }

  /** The weights of some queries for the keys that one of them sees. */
  private static StridedArray weights(
      StridedArray q, StridedArray k, long first, long ahead, double[] scale) {
    long rows = q.shape()[0];
    long columns = k.shape()[0];
    StridedArray scores = StridedArray.allocate(q.dtype(), rows, columns);
    StridedArray weights = StridedArray.allocate(q.dtype(), rows, columns);
    ProductKernels.multiply(q, ProductKernels.transposed(k), scores);
    double[] factor = scale;
    if (isZero(scale[0], q.dtype())) { // times which no infinity hides anything
      PointwiseKernels.run(
          Pointwise.MUL_SCALAR, new StridedArray[] {scores}, new Object[] {0.0}, weights);
      CopyKernels.copy(weights, scores);
      factor = new double[] {1};
    }
    double hidden = factor[0] < 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    for (long row = 0; row < rows && first + row + ahead + 1 < columns; row++) {
      long from = first + row + ahead + 1;
      CopyKernels.fill(
          scores.with(
              new long[] {columns - from}, new long[] {1}, scores.offset() + row * columns + from),
          hidden);
    }
    SOFTMAX.run(q.dtype(), rows, columns, List.of(weights), List.of(scores), factor);
    scores.storage().release();
    return weights;
  }

  private static boolean isZero(double scale, DType dtype) {
    return dtype == DType.FLOAT32 ? (float) scale == 0 : scale == 0;
  }

  private static void grad(StridedArray[] x, double[] scale, long ahead, StridedArray[] results) {
    for (StridedArray result : results) {
      CopyKernels.fill(result, 0);
    }
    if (x[0].count() == 0 || x[3].count() == 0) {
      return;
    }
    Workers.split(
        matrixCount(x[0]),
        1,
        (from, to) -> {
          for (long i = from; i < to; i++) {
            long[] index = ProductKernels.index(x[0], i);
            gradOfOne(matrices(x, index), scale, ahead, matrices(results, index));
          }
        });
  }

  /** The gradients of one matrix of queries. */
  private static void gradOfOne(
      StridedArray[] x, double[] scale, long ahead, StridedArray[] results) {
    long queries = x[1].shape()[0];
    long keys = x[2].shape()[0];
    DType dtype = results[0].dtype();
    long step = blockRows(keys);
    for (long first = 0; first < queries; first += step) {
      long end = Math.min(queries, first + step);
      long seen = Math.min(keys, end + ahead);
      StridedArray g = ProductKernels.rows(x[0], first, end);
      StridedArray q = ProductKernels.rows(x[1], first, end);
      StridedArray k = ProductKernels.rows(x[2], 0, seen);
      StridedArray weights = weights(q, k, first, ahead, scale);
      ProductKernels.addProduct(
          ProductKernels.transposed(weights), g, ProductKernels.rows(results[2], 0, seen));
      StridedArray ofWeights = StridedArray.allocate(dtype, end - first, seen);
      ProductKernels.multiply(
          g, ProductKernels.transposed(ProductKernels.rows(x[3], 0, seen)), ofWeights);
      StridedArray ofScores = StridedArray.allocate(dtype, end - first, seen);
      SOFTMAX_GRAD.run(
          dtype, end - first, seen, List.of(ofScores), List.of(ofWeights, weights), scale);
      ProductKernels.multiply(ofScores, k, ProductKernels.rows(results[0], first, end));
      ProductKernels.addProduct(
          ProductKernels.transposed(ofScores), q, ProductKernels.rows(results[1], 0, seen));
      ofScores.storage().release();
      ofWeights.storage().release();
      weights.storage().release();
    }
  }

  private static long blockRows(long keys) {
    return Math.clamp(WEIGHTS / Math.max(1, keys), LEAST_ROWS, MOST_ROWS);
  }

  private static long matrixCount(StridedArray array) {
    return ReductionKernels.product(array.shape(), 0, array.rank() - 2);
  }

  private static StridedArray[] matrices(StridedArray[] arrays, long[] index) {
    return Arrays.stream(arrays)
        .map(array -> ProductKernels.matrix(array, index))
        .toArray(StridedArray[]::new);
  }
}
