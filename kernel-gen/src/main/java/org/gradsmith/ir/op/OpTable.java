/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All ops. */
public final class OpTable {
  private static final List<Op> ALL =
      Stream.of(
              Pointwise.all(),
              Reductions.all(),
              RowReductions.all(),
              Norms.all(),
              Extremes.all(),
              Scans.all(),
              SingularValues.all(),
              Indexing.all(),
              Selections.all(),
              Exponentials.all(),
              Trigonometry.all(),
              SpecialOps.all(),
              BesselOps.all(),
              Rounding.all(),
              Comparisons.all(),
              Bitwise.all(),
              BinaryOps.all(),
              NumberRows.all(),
              Copies.all(),
              Views.all(),
              Slices.all(),
              StridedViews.all(),
              Joining.all(),
              LinearAlgebra.all(),
              Matrices.all(),
              TriangularSystems.all(),
              Determinants.all(),
              Orthogonalizations.all(),
              SymmetricEigen.all(),
              Convolution.all(),
              ConvolutionNd.all(),
              Pooling.all(),
              Softmaxes.all(),
              LayerNorms.all(),
              Attentions.all(),
              Losses.all())
          .flatMap(List::stream)
          .toList();

  private static final Map<String, Op> BY_NAME =
      ALL.stream().collect(Collectors.toUnmodifiableMap(Op::name, Function.identity()));

  private OpTable() {}

  /** Every op, family by family. */
  public static List<Op> all() {
    return ALL;
  }

  /** The op of that name. */
  public static Optional<Op> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }
}
