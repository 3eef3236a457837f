/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.List;
import java.util.Optional;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.op.Convolution;
import org.gradsmith.ir.op.LinearAlgebra;
import org.gradsmith.ir.op.Matrices;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.Reductions;
import org.gradsmith.ir.scalar.RowExpression;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.ScalarGraph;
import org.gradsmith.processor.shape.Dim;

/**
 * Floating-point operations of ops, as polynomials. An expression counts each operation and each
 * function, however costly, as one per element; a product of matrices counts two per term.
 */
final class Work {
  private final TensorSizes sizes;

  Work(TensorSizes sizes) {
    this.sizes = sizes;
  }

  /** The operations of an op; empty where the table has no expression that tells. */
  Optional<Dim> of(Node.Apply apply) {
    Op op = apply.op();
    if (sizes.isFree(apply)) {
      return Optional.of(Dim.of(0));
    }
    if (op == Reductions.SUM_TO || op == Reductions.SUM_EXCEPT || op == Reductions.SUM) {
      return Optional.of(sizes.elements(apply.operands().getFirst()));
    }
    if (op.expression().isPresent()) {
      return Optional.of(
          sizes.elements(apply.results().getFirst()).times(Dim.of(count(op.expression().get()))));
    }
    if (op.rows().isPresent()) {
      return Optional.of(
          sizes.elements(apply.operands().getFirst()).times(Dim.of(count(op.rows().get()))));
    }
    return product(apply).map(terms -> terms.times(Dim.of(2)));
  }

  private static int count(Scalar expression) {
    return (int)
        ScalarGraph.of(List.of(expression)).steps().stream()
            .filter(ScalarGraph.Step::isComputed)
            .count();
  }

  /** Per element: the terms of each reduction and one operation to add them, then the results. */
  private static int count(RowExpression rows) {
    return rows.reductions().stream().mapToInt(r -> count(r.term()) + 1).sum()
        + rows.results().stream().mapToInt(r -> count(r.expression())).sum();
  }

  /** The terms that a product of matrices or a convolution adds up. */
  private Optional<Dim> product(Node.Apply apply) {
    Op op = apply.op();
    Value left = apply.operands().isEmpty() ? apply.results().getFirst() : apply.operands().get(0);
    Value right = apply.operands().size() < 2 ? left : apply.operands().get(1);
    Value result = apply.results().getFirst();
    if (op == LinearAlgebra.MATMUL || op == Matrices.BMM || op == LinearAlgebra.LINEAR) {
      return Optional.of(sizes.elements(result).times(sizes.size(left, -1)));
    }
    if (op == LinearAlgebra.LINEAR_GRAD_INPUT || op == LinearAlgebra.LINEAR_GRAD_WEIGHT) {
      return Optional.of(sizes.elements(left).times(sizes.size(right, -1)));
    }
    if (op == Convolution.CONV2D) {
      return Optional.of(sizes.elements(result).times(window(right)));
    }
    if (op == Convolution.CONV2D_GRAD_INPUT) {
      return Optional.of(sizes.elements(left).times(window(right)));
    }
    if (op == Convolution.CONV2D_GRAD_WEIGHT) {
      return Optional.of(sizes.elements(left).times(window(result)));
    }
    return Optional.empty();
  }

  /** What one place of the result of a convolution reads: (O, C, KH, KW) without O. */
  private Dim window(Value weight) {
    return sizes.size(weight, 1).times(sizes.size(weight, 2)).times(sizes.size(weight, 3));
  }
}
