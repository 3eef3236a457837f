/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.foreign;

import java.util.OptionalInt;
import org.gradsmith.ir.DType;

/**
 * A parameter of a C function or of a CUDA kernel. They are given in the order of its declaration;
 * inputs and scalars are counted from 0 on in that order.
 *
 * <pre>{@code
 * // void softshrink(const float* x, float* y, int64_t n, float lambda);
 * input(FLOAT32), result(FLOAT32), elements(LONG), scalar(FLOAT)
 * }</pre>
 */
public sealed interface Parameter {
  /** The elements of the next input, in row-major order: {@code const float*}. */
  static Parameter input(DType dtype) {
    return new Input(dtype, OptionalInt.empty());
  }

  /** The elements of the next input, which has so many dimensions. */
  static Parameter input(DType dtype, int rank) {
    return new Input(dtype, OptionalInt.of(rank));
  }

  /**
   * Where the elements of the result go, in row-major order: {@code float*}. Whatever lies there
   * before, the function has to write every element.
   */
  static Parameter result(DType dtype) {
    return new Result(dtype);
  }

  /** How many elements the result has. */
  static Parameter elements(ScalarType type) {
    return new Elements(type, OptionalInt.empty());
  }

  /** How many elements an input has. */
  static Parameter elements(ScalarType type, int input) {
    return new Elements(type, OptionalInt.of(input));
  }

  /** The size of a dimension of an input. */
  static Parameter size(ScalarType type, int input, int dim) {
    return new Size(type, OptionalInt.of(input), dim);
  }

  /** The size of a dimension of the result. */
  static Parameter resultSize(ScalarType type, int dim) {
    return new Size(type, OptionalInt.empty(), dim);
  }

  /** The next number that {@link ForeignOp#with} gives. */
  static Parameter scalar(ScalarType type) {
    return new Scalar(type);
  }

  /** A tensor, passed by the address of its elements; by value where a function takes each. */
  record Input(DType dtype, OptionalInt rank) implements Parameter {
    public Input {
      if (rank.isPresent() && rank.getAsInt() < 0) {
        throw new IllegalArgumentException("an input of " + rank.getAsInt() + " dimensions");
      }
    }
  }

  /** The address of the result's elements. */
  record Result(DType dtype) implements Parameter {}

  /** A count of elements: of an input, or of the result. */
  record Elements(ScalarType type, OptionalInt input) implements Parameter {
    public Elements {
      requireInteger(type, "a count of elements");
    }
  }

  /** A size: of an input, or of the result. */
  record Size(ScalarType type, OptionalInt input, int dim) implements Parameter {
    public Size {
      requireInteger(type, "a size");
      if (dim < 0) {
        throw new IllegalArgumentException(
            "dimension %d of a parameter's size; count from the first one, which is 0"
                .formatted(dim));
      }
    }
  }

  /** A number of the caller's. */
  record Scalar(ScalarType type) implements Parameter {}

  private static void requireInteger(ScalarType type, String what) {
    if (!type.isInteger()) {
      throw new IllegalArgumentException(
          "%s is declared as %s; take ScalarType.INT or ScalarType.LONG".formatted(what, type));
    }
  }
}
