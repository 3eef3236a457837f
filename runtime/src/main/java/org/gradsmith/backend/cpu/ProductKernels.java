/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.util.Arrays;
import java.util.Map;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.backend.cpu.onednn.OneDnn;
import org.gradsmith.ir.op.LinearAlgebra;
import org.gradsmith.ir.op.Matrices;
import org.gradsmith.ir.op.Op;

/** Products of matrices, by oneDNN where it takes them. Operands may have any strides. */
final class ProductKernels {
  /** Additions of a piece that is worth a thread's while. */
  private static final long PIECE = 1 << 21;

  /** Rows of a piece: the other matrix is packed for each. */
  private static final long LEAST_ROWS = 64;

  private ProductKernels() {}

  /** The ops of this family. */
  static Map<Op, Kernel> kernels() {
    return Map.of(
        Matrices.BMM, Kernel.of(ProductKernels::products),
        LinearAlgebra.MATMUL, Kernel.of(ProductKernels::matmul),
        LinearAlgebra.LINEAR, Kernel.of(ProductKernels::linear),
        LinearAlgebra.LINEAR_GRAD_INPUT, Kernel.of(ProductKernels::linearGradInput),
        LinearAlgebra.LINEAR_GRAD_WEIGHT, Kernel.of(ProductKernels::linearGradWeight));
  }

  static void matmul(StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    multiply(operands[0], operands[1], results[0]);
  }

  /** Product by product; the leading dimensions count them, and threads share them. */
  private static void products(
      StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray a = operands[0];
    StridedArray b = operands[1];
    StridedArray c = results[0];
    if (c.count() == 0) {
      return;
    }
    long count = ReductionKernels.product(c.shape(), 0, c.rank() - 2);
    long additions = c.count() / count * a.shape()[a.rank() - 1];
    Workers.split(
        count,
        Math.max(1, PIECE / Math.max(1, additions)),
        (from, to) -> {
          for (long i = from; i < to; i++) {
            long[] index = index(c, i);
            multiply(matrix(a, index), matrix(b, index), matrix(c, index));
          }
        });
  }

  /** The index of a matrix, counted in the order of the leading dimensions. */
  static long[] index(StridedArray array, long matrix) {
    long[] index = new long[array.rank() - 2];
    long rest = matrix;
    for (int i = index.length - 1; i >= 0; i--) {
      index[i] = rest % array.shape()[i];
      rest /= array.shape()[i];
    }
    return index;
  }

  /** Some rows of a matrix. */
  static StridedArray rows(StridedArray matrix, long from, long to) {
    long at = matrix.offset() + from * matrix.strides()[0];
    return matrix.with(new long[] {to - from, matrix.shape()[1]}, matrix.strides(), at);
  }

  /** The matrix at an index of the leading dimensions. */
  static StridedArray matrix(StridedArray array, long[] index) {
    long at = array.offset();
    for (int i = 0; i < index.length; i++) {
      at += index[i] * array.strides()[i];
    }
    int rank = array.rank();
    return array.with(
        Arrays.copyOfRange(array.shape(), rank - 2, rank),
        Arrays.copyOfRange(array.strides(), rank - 2, rank),
        at);
  }

  /** x · weightᵀ. */
  static void linear(StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    multiplyLeading(operands[0], transposed(operands[1]), results[0]);
  }

  /** g · weight. */
  static void linearGradInput(
      StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    multiplyLeading(operands[0], operands[1], results[0]);
  }

  /** gᵀ · x. */
  static void linearGradWeight(
      StridedArray[] operands, Object[] attributes, StridedArray[] results) {
    StridedArray g = packed(operands[0]);
    StridedArray x = packed(operands[1]);
    multiply(transposed(rows(g)), rows(x), results[0]);
    CopyKernels.releaseCopy(g, operands[0]);
    CopyKernels.releaseCopy(x, operands[1]);
  }

  /** The left operand's leading dimensions are rows. */
  private static void multiplyLeading(StridedArray a, StridedArray b, StridedArray c) {
    StridedArray packed = packed(a);
    multiply(rows(packed), b, rows(c));
    CopyKernels.releaseCopy(packed, a);
  }

  /**
   * c = a · b. Threads share the rows of large products, in pieces that depend on the sizes alone.
   */
  static void multiply(StridedArray a, StridedArray b, StridedArray c) {
    long rows = c.shape()[0];
    long additions = c.count() * a.shape()[1];
    if (additions < 2 * PIECE || rows < 2 * LEAST_ROWS) {
      multiplyRows(a, b, c, 0, rows);
      return;
    }
    long piece = Math.max(LEAST_ROWS, rows / (additions / PIECE) / LEAST_ROWS * LEAST_ROWS);
    Workers.split(rows, piece, (from, to) -> multiplyRows(a, b, c, from, to));
  }

  private static void multiplyRows(
      StridedArray a, StridedArray b, StridedArray c, long from, long to) {
    StridedArray left = rows(a, from, to);
    StridedArray result = rows(c, from, to);
    if (!c.dtype().isFloating()) {
      multiplyIntegers(left, b, result);
    } else if (!OneDnn.instance().matmul(left, b, result)) {
      Gemm.multiply(left, b, result);
    }
  }

  /** c += a · b, of floating-point numbers. */
  static void addProduct(StridedArray a, StridedArray b, StridedArray c) {
    if (!OneDnn.instance().addMatmul(a, b, c)) {
      Gemm.addProduct(a, b, c);
    }
  }

  /** Modulo the width of the dtype, as Java's integers. */
  private static void multiplyIntegers(StridedArray a, StridedArray b, StridedArray c) {
    for (long i = 0; i < c.shape()[0]; i++) {
      for (long j = 0; j < c.shape()[1]; j++) {
        long sum = 0;
        for (long k = 0; k < a.shape()[1]; k++) {
          sum +=
              Rows.integer(a, a.offset() + i * a.strides()[0] + k * a.strides()[1])
                  * Rows.integer(b, b.offset() + k * b.strides()[0] + j * b.strides()[1]);
        }
        Rows.store(sum, c, c.offset() + i * c.strides()[0] + j * c.strides()[1]);
      }
    }
  }

  /** The array itself if it is a matrix, else one whose leading dimensions can be merged. */
  private static StridedArray packed(StridedArray array) {
    return array.rank() == 2 ? array : CopyKernels.contiguous(array);
  }

  private static StridedArray rows(StridedArray array) {
    if (array.rank() == 2) {
      return array;
    }
    long columns = array.shape()[array.rank() - 1];
    long[] shape = {ReductionKernels.product(array.shape(), 0, array.rank() - 1), columns};
    return array.with(shape, new long[] {columns, 1}, array.offset());
  }

  static StridedArray transposed(StridedArray matrix) {
    return matrix.with(
        new long[] {matrix.shape()[1], matrix.shape()[0]},
        new long[] {matrix.strides()[1], matrix.strides()[0]},
        matrix.offset());
  }
}
