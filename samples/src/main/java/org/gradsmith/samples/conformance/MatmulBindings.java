/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

import java.util.List;
import org.gradsmith.tensor.Linalg;
import org.gradsmith.tensor.Tensor;

/** Products. */
final class MatmulBindings {
  private MatmulBindings() {}

  static void bind(Registry r) {
    r.op("matmul", a -> a.tensor(0).matmul(a.tensor(1)));
    r.op("mm", a -> a.tensor(0).mm(a.tensor(1)));
    r.op("bmm", a -> a.tensor(0).bmm(a.tensor(1)));
    r.op("mv", a -> a.tensor(0).mv(a.tensor(1)));
    r.op("dot", a -> a.tensor(0).dot(a.tensor(1)));
    r.op("outer", a -> a.tensor(0).outer(a.tensor(1)));
    r.op("inner", a -> a.tensor(0).inner(a.tensor(1)));
    r.op("addmm", a -> a.tensor(0).addmm(a.tensor(1), a.tensor(2), beta(a), alpha(a)));
    r.op("addmv", a -> a.tensor(0).addmv(a.tensor(1), a.tensor(2), beta(a), alpha(a)));
    r.op("addr", a -> a.tensor(0).addr(a.tensor(1), a.tensor(2), beta(a), alpha(a)));
    r.op("addbmm", a -> a.tensor(0).addbmm(a.tensor(1), a.tensor(2), beta(a), alpha(a)));
    r.op(
        "einsum",
        a ->
            Tensor.einsum(
                a.string(1, "equation", ""), a.tensors(0, "operands").toArray(Tensor[]::new)));
    r.op("tensordot", MatmulBindings::tensordot);
    r.op("kron", a -> Linalg.kron(a.tensor(0), a.tensor(1)));
    r.op("linalg.vecdot", a -> Linalg.vecdot(a.tensor(0), a.tensor(1), a.dim(-1, "dim", -1)));
    r.op("linalg.cross", a -> Linalg.cross(a.tensor(0), a.tensor(1), a.dim(-1, "dim", -1)));
    r.op("linalg.multi_dot", a -> Linalg.multiDot(a.tensors(0, "tensors")));
    r.op("linalg.matrix_power", a -> Linalg.matrixPower(a.tensor(0), a.dim(1, "n")));
    r.op("linalg.vander", MatmulBindings::vander);
    r.op("cross", a -> a.tensor(0).cross(a.tensor(1), crossDim(a)));
  }

  private static double beta(Arguments a) {
    return a.number(-1, "beta", 1);
  }

  private static double alpha(Arguments a) {
    return a.number(-1, "alpha", 1);
  }

  /** The first dimension of size 3 where none is given. */
  private static int crossDim(Arguments a) {
    Long dim = a.optionalInteger(2, "dim");
    if (dim != null) {
      return Math.toIntExact(dim);
    }
    long[] shape = a.tensor(0).shape();
    for (int i = 0; i < shape.length; i++) {
      if (shape[i] == 3) {
        return i;
      }
    }
    return -1;
  }

  private static Tensor tensordot(Arguments a) {
    if (a.has(2, "dims") && a.isInteger(2, "dims")) {
      return a.tensor(0).tensordot(a.tensor(1), a.dim(2, "dims"));
    }
    List<?> dims = a.list(2, "dims");
    return a.tensor(0).tensordot(a.tensor(1), ints(dims.get(0)), ints(dims.get(1)));
  }

  private static int[] ints(Object list) {
    return ((List<?>) list).stream().mapToInt(v -> Math.toIntExact((Long) v)).toArray();
  }

  private static Tensor vander(Arguments a) {
    Long count = a.optionalInteger(1, "N");
    return count == null
        ? Linalg.vander(a.tensor(0))
        : Linalg.vander(a.tensor(0), Math.toIntExact(count));
  }
}
