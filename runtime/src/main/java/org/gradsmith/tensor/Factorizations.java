/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.List;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.op.Matrices;

/** What {@link Linalg} offers on square matrices, made of the ops of the table. */
final class Factorizations {
  private static final Object[] NONE = {};

  private Factorizations() {}

  static Tensor inverse(Tensor a) {
    return Recorder.apply(Matrices.INVERSE, NONE, a);
  }

  static Tensor cholesky(Tensor a, boolean upper) {
    Tensor lower = Recorder.apply(Matrices.CHOLESKY, NONE, a);
    return upper ? lower.transpose(-2, -1) : lower;
  }

  /** Leading dimensions broadcast; a vector on the right is one column. */
  static Tensor solve(Tensor a, Tensor b) {
    if (b.dim() == 1) {
      return solve(a, b.reshape(b.numel(), 1)).reshape(b.numel());
    }
    long[] leading = Layouts.broadcast(Products.leading(a), Products.leading(b));
    return Recorder.apply(
        Matrices.SOLVE, NONE, Products.expanded(a, leading), Products.expanded(b, leading));
  }

  static Tensor solveTriangular(
      Tensor a, Tensor b, boolean upper, boolean left, boolean unitriangular) {
    if (!left) {
      Tensor turned =
          solveTriangular(a.transpose(-2, -1), b.transpose(-2, -1), !upper, true, unitriangular);
      return turned.transpose(-2, -1);
    }
    long off = unitriangular ? 1 : 0;
    Tensor triangle =
        upper
            ? Recorder.apply(Matrices.TRIU, new Object[] {off}, a)
            : Recorder.apply(Matrices.TRIL, new Object[] {-off}, a);
    if (unitriangular) {
      TensorOptions options = new TensorOptions(a.dtype(), a.device(), false);
      int n = Math.toIntExact(a.size(-1));
      triangle = triangle.add(Tensor.eye(options, n, n));
    }
    return solve(triangle, b);
  }

  static Tensor det(Tensor a) {
    return Recorder.apply(Matrices.DET, NONE, a);
  }

  static SignAndLogAbsDet slogdet(Tensor a) {
    Tensor[] results = Recorder.applyAll(Matrices.LOG_ABS_DET, NONE, a);
    return new SignAndLogAbsDet(results[1], results[0]);
  }

  static Tensor power(Tensor a, int n) {
    if (n < 0) {
      return power(inverse(a), -n);
    }
    if (n == 0) {
      TensorOptions options = new TensorOptions(a.dtype(), a.device(), false);
      int size = Math.toIntExact(a.size(-1));
      return Tensor.eye(options, size, size).expand(a.shape()).copy();
    }
    Tensor result = null;
    Tensor square = a;
    for (int left = n; left > 0; left >>= 1) {
      if ((left & 1) != 0) {
        result = result == null ? square : result.matmul(square);
      }
      if (left > 1) {
        square = square.matmul(square);
      }
    }
    return java.util.Objects.requireNonNull(result);
  }

  /** The product of a chain; a vector at an end is a row or a column. */
  static Tensor chain(List<Tensor> factors) {
    if (factors.size() < 2) {
      throw new ShapeException("multiDot: takes at least two factors, not " + factors.size());
    }
    // From the side on which the intermediate results stay smaller.
    long first = factors.getFirst().numel() / Math.max(factors.getFirst().size(-1), 1);
    long last = factors.getLast().dim() == 1 ? 1 : factors.getLast().size(-1);
    List<Tensor> order = first <= last ? factors : factors.reversed();
    Tensor product = order.getFirst();
    for (Tensor factor : order.subList(1, order.size())) {
      product = first <= last ? product.matmul(factor) : factor.matmul(product);
    }
    return product;
  }
}
