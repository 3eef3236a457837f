/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_sgemm;

import org.gradsmith.backend.StridedArray;

/**
 * Products of matrices by sgemm: as fast as oneDNN's primitives, and nothing to be kept per shape.
 */
final class Products {
  private static final ThreadLocal<Pointers> POINTERS = ThreadLocal.withInitial(Pointers::new);

  private Products() {}

  /** Pointers that are set anew for each call of a thread. */
  private static final class Pointers {
    final Address a = new Address();
    final Address b = new Address();
    final Address c = new Address();
  }

  /**
   * c = a · b + beta · c; false where neither rows nor columns of an operand lie together.
   *
   * @param beta 0 or 1; for 0 it does not matter what c holds
   */
  static boolean multiply(
      Library library, StridedArray a, StridedArray b, StridedArray c, float beta) {
    long[] of = a.shape();
    long[] by = b.shape();
    if (of[1] != by[0] || c.shape()[0] != of[0] || c.shape()[1] != by[1]) {
      throw new IllegalArgumentException(
          "matrices do not multiply: (%d, %d) by (%d, %d)".formatted(of[0], of[1], by[0], by[1]));
    }
    long stepOfA = step(a);
    long stepOfB = step(b);
    if (stepOfA < 0 || stepOfB < 0) {
      return false;
    }
    library.useOneThread();
    Pointers pointers = POINTERS.get();
    Status.check(
        dnnl_sgemm(
            transposition(a),
            transposition(b),
            of[0],
            by[1],
            of[1],
            1f,
            pointers.a.at(OneDnn.address(a)),
            stepOfA,
            pointers.b.at(OneDnn.address(b)),
            stepOfB,
            beta,
            pointers.c.at(OneDnn.address(c)),
            by[1]),
        "a product of matrices");
    return true;
  }

  private static byte transposition(StridedArray matrix) {
    return (byte) (hasContiguousRows(matrix) ? 'N' : 'T');
  }

  private static boolean hasContiguousRows(StridedArray matrix) {
    return (matrix.strides()[1] == 1 || matrix.shape()[1] == 1)
        && (matrix.strides()[0] >= matrix.shape()[1] || matrix.shape()[0] == 1);
  }

  /** Distance between rows (between columns of a transposed matrix); -1 if neither lie together. */
  private static long step(StridedArray matrix) {
    if (hasContiguousRows(matrix)) {
      return Math.max(matrix.strides()[0], matrix.shape()[1]);
    }
    boolean contiguousColumns =
        (matrix.strides()[0] == 1 || matrix.shape()[0] == 1)
            && (matrix.strides()[1] >= matrix.shape()[0] || matrix.shape()[1] == 1);
    return contiguousColumns ? Math.max(matrix.strides()[1], matrix.shape()[0]) : -1;
  }
}
