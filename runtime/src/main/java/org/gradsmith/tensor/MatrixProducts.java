/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.gradsmith.annotation.Differentiable;

/** Products of matrices with themselves and with each other, made of the ops of the table. */
final class MatrixProducts {
  private MatrixProducts() {}

  @Differentiable
  static Tensor power(Tensor a, int n) {
    if (n < 0) {
      return power(LinearSystems.inverse(a), -n);
    }
    if (a.dim() < 2 || a.size(-2) != a.size(-1)) {
      throw new ShapeException(
          "matrixPower: takes square matrices (..., n, n), but the tensor has shape "
              + Layouts.text(a.shape()));
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
    return Objects.requireNonNull(result);
  }

  /** The product of a chain; a vector at an end is a row or a column. */
  @Differentiable
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

  /** Every element of x times all of y: dimensions, aligned at the right, multiply. */
  @Differentiable
  static Tensor kronecker(Tensor x, Tensor y) {
    int rank = Math.max(x.dim(), y.dim());
    long[] outer = new long[2 * rank];
    long[] inner = new long[2 * rank];
    long[] result = new long[rank];
    for (int i = 0; i < rank; i++) {
      int inX = i - (rank - x.dim());
      int inY = i - (rank - y.dim());
      outer[2 * i] = inX < 0 ? 1 : x.size(inX);
      outer[2 * i + 1] = 1;
      inner[2 * i] = 1;
      inner[2 * i + 1] = inY < 0 ? 1 : y.size(inY);
      result[i] = outer[2 * i] * inner[2 * i + 1];
    }
    return x.reshape(outer).mul(y.reshape(inner)).reshape(result);
  }

  /** The powers 0 to count - 1 of each element, along a new last dimension. */
  @Differentiable
  static Tensor vandermonde(Tensor x, int count) {
    if (count < 1) {
      throw new ShapeException(
          "vander: takes at least one power of each element, not %d of a tensor of shape %s"
              .formatted(count, Layouts.text(x.shape())));
    }
    if (x.dim() == 0) {
      return vandermonde(x.unsqueeze(0), count);
    }
    Tensor column = x.unsqueeze(-1);
    Tensor ones = Tensor.ones(TensorOptions.like(x), column.shape());
    long[] shape = Arrays.copyOf(x.shape(), x.dim() + 1);
    shape[x.dim()] = count - 1L;
    return count == 1 ? ones : Tensor.cat(List.of(ones, column.expand(shape).cumprod(-1)), -1);
  }
}
