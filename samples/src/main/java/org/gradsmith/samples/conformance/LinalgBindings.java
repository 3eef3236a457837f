/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

import java.util.List;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.Eigendecomposition;
import org.gradsmith.tensor.LeastSquares;
import org.gradsmith.tensor.Linalg;
import org.gradsmith.tensor.LuDecomposition;
import org.gradsmith.tensor.MatrixNorm;
import org.gradsmith.tensor.QrDecomposition;
import org.gradsmith.tensor.SignAndLogAbsDet;
import org.gradsmith.tensor.SingularValueDecomposition;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.TensorOptions;
import org.jspecify.annotations.Nullable;

/** Factors, inverses and determinants of matrices, and systems of equations. */
final class LinalgBindings {
  private LinalgBindings() {}

  static void bind(Registry r) {
    factors(r);
    systems(r);
    r.op("linalg.det", a -> Linalg.det(a.tensor(0)));
    r.op("logdet", a -> Linalg.logdet(a.tensor(0)));
    r.op("linalg.slogdet", a -> both(Linalg.slogdet(a.tensor(0))));
    for (String name : List.of("linalg.matrix_rank", "linalg.matrix_rank/hermitian")) {
      r.op(name, LinalgBindings::matrixRank);
    }
    r.op("linalg.cond", LinalgBindings::cond);
  }

  private static void factors(Registry r) {
    for (String name : List.of("linalg.cholesky", "cholesky")) {
      r.op(name, a -> Linalg.cholesky(a.tensor(0), a.bool(1, "upper", false)));
    }
    r.op("linalg.qr", LinalgBindings::qr);
    r.op("qr", a -> both(Linalg.qr(a.tensor(0), !a.bool(1, "some", true))));
    r.op("linalg.eigh", a -> both(Linalg.eigh(a.tensor(0), upper(a))));
    r.op("linalg.eigvalsh", a -> Linalg.eigvalsh(a.tensor(0), upper(a)));
    r.op("linalg.svd", a -> all(Linalg.svd(a.tensor(0), a.bool(1, "full_matrices", true))));
    r.op("linalg.svdvals", a -> Linalg.svdvals(a.tensor(0)));
    r.op("svd", LinalgBindings::svd);
    r.op("linalg.lu", LinalgBindings::lu);
  }

  private static void systems(Registry r) {
    r.op("linalg.inv", a -> Linalg.inv(a.tensor(0)));
    r.op("linalg.solve", a -> Linalg.solve(a.tensor(0), a.tensor(1)));
    r.op(
        "linalg.solve_triangular",
        a ->
            Linalg.solveTriangular(
                a.tensor(0),
                a.tensor(1),
                a.bool(-1, "upper", false),
                a.bool(-1, "left", true),
                a.bool(-1, "unitriangular", false)));
    r.op(
        "cholesky_solve",
        a -> Linalg.choleskySolve(a.tensor(0), a.tensor(1), a.bool(2, "upper", false)));
    r.op("cholesky_inverse", a -> Linalg.choleskyInverse(a.tensor(0), a.bool(1, "upper", false)));
    r.op("linalg.lstsq", LinalgBindings::lstsq);
    r.op("linalg.lstsq/grad_oriented", a -> ((List<?>) lstsq(a)).subList(0, 2));
    for (String name : List.of("linalg.pinv", "linalg.pinv/hermitian")) {
      r.op(name, a -> pinv(a, a.tensor(0)));
    }
    r.op("linalg.pinv/singular", a -> pinv(a, a.tensor(0).matmul(a.tensor(1).transpose(-2, -1))));
    r.op("pinverse", a -> Linalg.pinv(a.tensor(0), a.number(1, "rcond", 1e-15)));
  }

  private static Object both(QrDecomposition found) {
    return List.of(found.q(), found.r());
  }

  private static Object both(Eigendecomposition found) {
    return List.of(found.values(), found.vectors());
  }

  private static Object both(SignAndLogAbsDet found) {
    return List.of(found.sign(), found.logAbsDet());
  }

  private static Object all(SingularValueDecomposition found) {
    return List.of(found.u(), found.s(), found.vt());
  }

  private static boolean upper(Arguments a) {
    return a.string(1, "UPLO", "L").equalsIgnoreCase("U");
  }

  private static Object qr(Arguments a) {
    String mode = a.string(1, "mode", "reduced");
    QrDecomposition found = Linalg.qr(a.tensor(0), mode.equals("complete"));
    return mode.equals("r") ? List.of(empty(found.r(), found.r().dtype()), found.r()) : both(found);
  }

  /** The older form, whose third result is not transposed. */
  private static Object svd(Arguments a) {
    boolean withVectors = a.bool(2, "compute_uv", true);
    SingularValueDecomposition found = Linalg.svd(a.tensor(0), !a.bool(1, "some", true));
    if (!withVectors) {
      throw new IllegalArgumentException("singular vectors that are not computed are not offered");
    }
    return List.of(found.u(), found.s(), found.vt().transpose(-2, -1));
  }

  private static Object lu(Arguments a) {
    if (!a.bool(-1, "pivot", true)) {
      throw new IllegalArgumentException("elimination without pivots is not offered");
    }
    LuDecomposition found = Linalg.lu(a.tensor(0));
    return List.of(found.p(), found.l(), found.u());
  }

  /** What a driver does not find is without elements. */
  private static Object lstsq(Arguments a) {
    String driver = a.string(-1, "driver", "gelsy");
    LeastSquares found = Linalg.lstsq(a.tensor(0), a.tensor(1), a.optionalNumber(2, "rcond"));
    Tensor values = found.singularValues();
    boolean knowsRank = !driver.equals("gels");
    boolean knowsValues = driver.equals("gelsd") || driver.equals("gelss");
    return List.of(
        found.solution(),
        driver.equals("gelsy") ? empty(values, values.dtype()) : found.residuals(),
        knowsRank ? found.rank() : empty(values, DType.INT64),
        knowsValues ? values : empty(values, values.dtype()));
  }

  private static Tensor empty(Tensor like, DType dtype) {
    return Tensor.zeros(TensorOptions.like(like).with(dtype), 0);
  }

  private static Tensor pinv(Arguments a, Tensor x) {
    Double atol = a.optionalNumber(-1, "atol");
    Double rtol =
        a.isTensor(-1, "rtol")
            ? (Double) a.tensor(-1, "rtol").item()
            : a.optionalNumber(-1, "rtol");
    Double rcond = a.optionalNumber(-1, "rcond");
    boolean hermitian = a.bool(-1, "hermitian", false);
    return Linalg.pinv(x, atol == null ? 0 : atol, rtol == null ? rcond : rtol, hermitian);
  }

  private static Tensor matrixRank(Arguments a) {
    Tensor x = a.tensor(0);
    Tensor tol = tolerance(a, 1, "tol", x);
    Tensor atol = tol == null ? tolerance(a, -1, "atol", x) : tol;
    Tensor rtol = tolerance(a, -1, "rtol", x);
    return Linalg.matrixRank(x, atol, rtol, a.bool(-1, "hermitian", false));
  }

  private static @Nullable Tensor tolerance(Arguments a, int position, String name, Tensor x) {
    if (a.isTensor(position, name)) {
      return a.tensor(position, name);
    }
    Double value = a.optionalNumber(position, name);
    return value == null ? null : Tensor.full(x.dtype(), new long[0], value);
  }

  private static Tensor cond(Arguments a) {
    Object order = a.get(1, "p");
    if (order instanceof String name) {
      MatrixNorm norm = name.equals("nuc") ? MatrixNorm.NUCLEAR : MatrixNorm.FROBENIUS;
      return Linalg.cond(a.tensor(0), norm);
    }
    return Linalg.cond(a.tensor(0), a.number(1, "p", 2));
  }
}
