/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.ir.scalar.Scalar.BinaryFunction;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;
import org.gradsmith.kernel.ScalarGraph;

/**
 * What a {@link PointwiseLoop} is specialised for. Equal specs have equal loops, so a spec is the
 * key under which a loop is kept.
 *
 * @param dtype the dtype of the computation: float32, float64, int32 or int64. Inputs are converted
 *     to it when they are read, results from it when they are written
 * @param outputs what is written, one per expression
 * @param inputs what {@code Scalar.Operand(i)} reads
 * @param expressions the value of each output at one element
 */
public record PointwiseSpec(
    DType dtype, List<Operand> outputs, List<Operand> inputs, List<Scalar> expressions) {
  private static final Set<DType> COMPUTED =
      EnumSet.of(DType.FLOAT32, DType.FLOAT64, DType.INT32, DType.INT64);

  /** The dtypes an operand can be stored in: all but the half types. */
  private static final Set<DType> STORED =
      EnumSet.complementOf(EnumSet.of(DType.FLOAT16, DType.BFLOAT16));

  private static final Set<BinaryFunction> IN_FLOATS_ONLY =
      EnumSet.of(
          BinaryFunction.DIV,
          BinaryFunction.ATAN2,
          BinaryFunction.HYPOT,
          BinaryFunction.COPYSIGN,
          BinaryFunction.NEXTAFTER,
          BinaryFunction.POLYGAMMA,
          BinaryFunction.SCALEDBESSEL);

  /** How a loop walks through an operand within a row. */
  public enum Access {
    /** Neighbours in memory: stride 1. */
    CONTIGUOUS,
    /** One element for the whole row: stride 0, read once per row. */
    BROADCAST,
    /** Any stride, given at the call. */
    STRIDED;

    /** The narrowest access for a stride. */
    public static Access of(long stride) {
      if (stride == 1) {
        return CONTIGUOUS;
      }
      return stride == 0 ? BROADCAST : STRIDED;
    }
  }

  /**
   * An output or input.
   *
   * @param dtype what its memory holds
   * @param access how it is walked
   */
  public record Operand(DType dtype, Access access) {
    public Operand {
      if (!STORED.contains(dtype)) {
        throw new IllegalArgumentException(
            "an operand of dtype %s: pointwise loops read and write %s".formatted(dtype, STORED));
      }
    }
  }

  public PointwiseSpec {
    outputs = List.copyOf(outputs);
    inputs = List.copyOf(inputs);
    expressions = List.copyOf(expressions);
    if (!COMPUTED.contains(dtype)) {
      throw new IllegalArgumentException(
          "dtype %s: pointwise loops compute in %s".formatted(dtype, COMPUTED));
    }
    if (outputs.isEmpty() || outputs.size() != expressions.size()) {
      throw new IllegalArgumentException(
          "%d outputs for %d expressions: one each, and at least one, are needed"
              .formatted(outputs.size(), expressions.size()));
    }
    if (outputs.stream().anyMatch(output -> output.access() == Access.BROADCAST)) {
      throw new IllegalArgumentException(
          "a broadcast output: each place of an output is written once, so its stride is not 0");
    }
    for (ScalarGraph.Step step : ScalarGraph.of(expressions).steps()) {
      requireComputable(dtype, inputs, step.scalar());
    }
  }

  /** The operands in the order of {@link PointwiseLoop#run}: outputs, then inputs. */
  public List<Operand> operands() {
    return Stream.concat(outputs.stream(), inputs.stream()).toList();
  }

  private static void requireComputable(DType dtype, List<Operand> inputs, Scalar scalar) {
    if (scalar instanceof Scalar.Operand(int index) && (index < 0 || index >= inputs.size())) {
      throw new IllegalArgumentException(
          "the expression reads input %d, but there are %d".formatted(index, inputs.size()));
    }
    if (dtype.isFloating()) {
      return;
    }
    switch (scalar) {
      case Scalar.Unary(UnaryFunction function, Scalar _)
          when function != UnaryFunction.NEG
              && function != UnaryFunction.ABS
              && !function.keepsIntegers() ->
          throw floatingOnly(function, dtype);
      case Scalar.Binary(BinaryFunction function, Scalar _, Scalar _)
          when IN_FLOATS_ONLY.contains(function) ->
          throw floatingOnly(function, dtype);
      default -> {
        // The rest is computed in integers too.
      }
    }
  }

  private static IllegalArgumentException floatingOnly(Enum<?> function, DType dtype) {
    return new IllegalArgumentException(
        "%s is computed in floating dtypes only, not in %s"
            .formatted(function.name().toLowerCase(Locale.ROOT), dtype));
  }
}
