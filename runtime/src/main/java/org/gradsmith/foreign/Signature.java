/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.foreign;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gradsmith.foreign.Parameter.Elements;
import org.gradsmith.foreign.Parameter.Input;
import org.gradsmith.foreign.Parameter.Result;
import org.gradsmith.foreign.Parameter.Scalar;
import org.gradsmith.foreign.Parameter.Size;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.DTypeException;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;

/**
 * What a foreign op takes and returns.
 *
 * @param name of the function or kernel
 * @param result the dtype of the result
 */
record Signature(String name, List<Parameter> parameters, ShapeRule shapeRule, DType result) {
  Signature {
    parameters = List.copyOf(parameters);
  }

  /**
   * The signature of a function or kernel that writes its result to where a parameter points.
   *
   * @throws IllegalArgumentException if not exactly one parameter is the result, or one speaks of
   *     an input that is not there
   */
  static Signature writing(String name, ShapeRule shapeRule, Parameter... parameters) {
    List<Result> results = only(Result.class, List.of(parameters)).toList();
    if (results.size() != 1) {
      throw new IllegalArgumentException(
          "'%s' is declared with %d parameters for its result; one of them is result(dtype)"
              .formatted(name, results.size()));
    }
    Signature signature =
        new Signature(name, List.of(parameters), shapeRule, results.getFirst().dtype());
    only(Elements.class, signature.parameters()).forEach(e -> signature.requireInput(e.input()));
    only(Size.class, signature.parameters()).forEach(s -> signature.requireInput(s.input()));
    return signature;
  }

  private void requireInput(OptionalInt input) {
    if (input.isPresent() && (input.getAsInt() < 0 || input.getAsInt() >= inputs().size())) {
      throw new IllegalArgumentException(
          "'%s' is declared with a size of input %d, but with %d inputs; they are counted from 0 on"
              .formatted(name, input.getAsInt(), inputs().size()));
    }
  }

  private static <P extends Parameter> Stream<P> only(Class<P> type, List<Parameter> parameters) {
    return parameters.stream().filter(type::isInstance).map(type::cast);
  }

  List<Input> inputs() {
    return only(Input.class, parameters).toList();
  }

  List<ScalarType> scalars() {
    return only(Scalar.class, parameters).map(Scalar::type).toList();
  }

  /** Refuses another number of scalars than there are parameters for. */
  void requireScalars(int given) {
    List<ScalarType> types = scalars();
    if (given != types.size()) {
      throw new ForeignException(
          "%s takes %d scalars %s, but was given %d; with(...) gives them, all at once"
              .formatted(this, types.size(), types, given));
    }
  }

  /** Refuses inputs that are not as declared. */
  void check(List<Tensor> given) {
    List<Input> inputs = inputs();
    if (given.size() != inputs.size()) {
      throw new ForeignException(
          "%s takes %d tensors, but was called with %d"
              .formatted(this, inputs.size(), given.size()));
    }
    for (int i = 0; i < inputs.size(); i++) {
      check(i, inputs.get(i), given.get(i));
    }
  }

  private void check(int index, Input input, Tensor given) {
    if (given.dtype() != input.dtype()) {
      throw new DTypeException(
          "%s: input %d is declared as %s, but got %s %s; convert it by to(DType.%s)"
              .formatted(
                  this,
                  index,
                  input.dtype(),
                  given.dtype(),
                  Arrays.toString(given.shape()),
                  input.dtype().name()));
    }
    int rank = given.shape().length;
    if (input.rank().isPresent() && input.rank().getAsInt() != rank) {
      throw new ShapeException(
          "%s: input %d is declared with %d dimensions, but got the shape %s"
              .formatted(this, index, input.rank().getAsInt(), Arrays.toString(given.shape())));
    }
    for (Size size : only(Size.class, parameters).toList()) {
      if (size.input().equals(OptionalInt.of(index)) && size.dim() >= rank) {
        throw new ShapeException(
            "%s: the size of dimension %d of input %d is a parameter, but its shape is %s; declare it as input(dtype, rank)"
                .formatted(this, size.dim(), index, Arrays.toString(given.shape())));
      }
    }
  }

  /** The shape of the result. */
  long[] shape(Operands operands) {
    long[] shape = shapeRule.shape(operands);
    if (Arrays.stream(shape).anyMatch(size -> size < 0)) {
      throw new ShapeException(
          "%s: its shape rule gives %s for inputs of shape %s; sizes are not negative"
              .formatted(this, Arrays.toString(shape), shapes(operands.inputs())));
    }
    for (Size size : only(Size.class, parameters).toList()) {
      if (size.input().isEmpty() && size.dim() >= shape.length) {
        throw new ShapeException(
            "%s: the size of dimension %d of the result is a parameter, but its shape rule gives %s"
                .formatted(this, size.dim(), Arrays.toString(shape)));
      }
    }
    return shape;
  }

  private static String shapes(List<Tensor> tensors) {
    return tensors.stream()
        .map(tensor -> Arrays.toString(tensor.shape()))
        .collect(Collectors.joining(", "));
  }

  /**
   * What is passed for each parameter.
   *
   * @param memory what is passed for a tensor
   * @param number what is passed for a number, which has the type of its parameter
   */
  <A> List<A> arguments(
      Operands operands, Tensor result, Function<Tensor, A> memory, Function<Number, A> number) {
    var inputs = operands.inputs().iterator();
    var scalars = operands.scalars().iterator();
    return parameters.stream()
        .map(parameter ->
            switch (parameter) {
              case Input _ -> memory.apply(inputs.next());
              case Result _ -> memory.apply(result);
              case Scalar _ -> number.apply(scalars.next());
              case Elements elements -> {
                long count = tensor(elements.input(), operands, result).numel();
                yield number.apply(elements.type().of(count, "a count of '" + name + "'"));
              }
              case Size size -> {
                long[] shape = tensor(size.input(), operands, result).shape();
                yield number.apply(size.type().of(shape[size.dim()], "a size of '" + name + "'"));
              }
            })
        .toList();
  }

  private static Tensor tensor(OptionalInt input, Operands operands, Tensor result) {
    return input.isPresent() ? operands.input(input.getAsInt()) : result;
  }

  /** {@code jn(int, float64) -> float64}. */
  @Override
  public String toString() {
    return parameters.stream()
        .map(parameter ->
            switch (parameter) {
              case Input input -> input.dtype().toString();
              case Result _ -> "result";
              case Elements elements -> elements.type() + " elements";
              case Size size -> size.type() + " size";
              case Scalar scalar -> scalar.type().toString();
            })
        .collect(Collectors.joining(", ", name + "(", ") -> " + result));
  }
}
