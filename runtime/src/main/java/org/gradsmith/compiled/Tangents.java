/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradsmith.compiled.flow.Direction;
import org.gradsmith.compiled.flow.Flow;
import org.gradsmith.compiled.flow.Holders;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.TensorOptions;
import org.jspecify.annotations.Nullable;

/** The tangents of arguments and results, in their form, and gradients with tangents. */
final class Tangents {
  private Tangents() {}

  /** Gives what is in an argument its tangents; null stands for zeros. */
  static void place(
      Direction direction, String method, @Nullable Object argument, @Nullable Object tangent) {
    if (tangent == null) {
      return;
    }
    switch (argument) {
      case Double _, Float _ when tangent instanceof Number -> {}
      case Tensor tensor when tangent instanceof Tensor dot -> {
        if (!Arrays.equals(dot.shape(), tensor.shape()) || dot.dtype() != tensor.dtype()) {
          throw mismatch(method, argument, tangent);
        }
        direction.place(tensor, dot);
      }
      case double[] array when tangent instanceof double[] dot && dot.length == array.length ->
          direction.place(array, dot);
      case float[] array when tangent instanceof float[] dot && dot.length == array.length ->
          direction.place(array, dot);
      case Object[] array -> parts(direction, method, Arrays.asList(array), tangent);
      case List<?> list -> parts(direction, method, list, tangent);
      case Record holder -> components(direction, method, holder, tangent);
      case null, default -> throw mismatch(method, argument, tangent);
    }
  }

  private static void parts(Direction direction, String method, List<?> arguments, Object tangent) {
    List<?> dots =
        switch (tangent) {
          case List<?> list -> list;
          case Object[] array -> Arrays.asList(array);
          default -> throw mismatch(method, arguments, tangent);
        };
    if (dots.size() != arguments.size()) {
      throw mismatch(method, arguments, tangent);
    }
    for (int i = 0; i < dots.size(); i++) {
      place(direction, method, arguments.get(i), dots.get(i));
    }
  }

  private static void components(
      Direction direction, String method, Record holder, Object tangent) {
    List<?> dots =
        RecordParts.of(holder, tangent).orElseThrow(() -> mismatch(method, holder, tangent));
    List<@Nullable Object> values = Holders.components(holder);
    for (int i = 0; i < dots.size(); i++) {
      boolean isNumber = values.get(i) instanceof Double || values.get(i) instanceof Float;
      if (isNumber && dots.get(i) instanceof Number dot) {
        direction.parts(holder)[i] += dot.doubleValue();
      } else {
        place(direction, method, values.get(i), dots.get(i));
      }
    }
  }

  private static IllegalArgumentException mismatch(
      String method, @Nullable Object argument, Object tangent) {
    return new IllegalArgumentException(
        "%s was given %s, and the tangent %s does not fit it"
            .formatted(method, Cotangents.describe(argument), Cotangents.describe(tangent)));
  }

  /** The tangent of a value, in its form; null if it has none. */
  static @Nullable Object of(Direction direction, @Nullable Object value) {
    return switch (value) {
      case double[] array -> direction.tangent(array);
      case float[] array -> direction.tangent(array);
      case double[][] rows -> Arrays.stream(rows).map(direction::tangent).toArray(double[][]::new);
      case Tensor tensor when tensor.dtype().isFloating() -> direction.tangent(tensor);
      case Tensor[] tensors ->
          Arrays.stream(tensors).map(direction::tangent).toArray(Tensor[]::new);
      case List<?> list -> of(direction, list);
      case Record holder -> of(direction, holder);
      case null, default -> null;
    };
  }

  private static List<@Nullable Object> of(Direction direction, List<?> parts) {
    List<@Nullable Object> tangents = new ArrayList<>();
    parts.forEach(p -> tangents.add(of(direction, p)));
    return tangents;
  }

  private static List<@Nullable Object> of(Direction direction, Record holder) {
    double[] dots = direction.parts(holder);
    List<@Nullable Object> parts = Holders.components(holder);
    List<@Nullable Object> tangents = new ArrayList<>();
    for (int i = 0; i < dots.length; i++) {
      tangents.add(
          switch (parts.get(i)) {
            case Double _ -> dots[i];
            case Float _ -> (float) dots[i];
            case null, default -> of(direction, parts.get(i));
          });
    }
    return tangents;
  }

  /** Lets the tensors that stand in the call for those in the arguments gather their gradients. */
  static void alias(Flow flow, Direction direction, @Nullable Object[] arguments) {
    for (Object argument : arguments) {
      alias(flow, direction, argument);
    }
  }

  private static void alias(Flow flow, Direction direction, @Nullable Object argument) {
    switch (argument) {
      case Tensor tensor -> {
        Tensor dual = direction.dual(tensor);
        if (dual != null && dual != tensor) {
          flow.alias(dual, tensor);
        }
      }
      case Tensor[] tensors -> alias(flow, direction, (Object[]) tensors);
      case List<?> list -> list.forEach(p -> alias(flow, direction, p));
      case Record parts -> Holders.components(parts).forEach(p -> alias(flow, direction, p));
      case null, default -> {}
    }
  }

  /** The gradient of an argument and its derivative in the direction, both in its form. */
  record Pair(@Nullable Object gradient, @Nullable Object product) {
    private static final Pair NONE = new Pair(null, null);
  }

  /**
   * What has gathered for an argument: the adjoint of its tangent is its gradient, and its own
   * adjoint is the derivative of that.
   *
   * @param gradient of an argument that is a number, as is {@code product}
   */
  static Pair gathered(
      Flow flow, Direction direction, @Nullable Object argument, double gradient, double product) {
    return switch (argument) {
      case Double _ -> new Pair(gradient, product);
      case Float _ -> new Pair((float) gradient, (float) product);
      case double[] array ->
          new Pair(flow.shadow(requireNonNull(direction.tangent(array))), flow.shadow(array));
      case float[] array ->
          new Pair(flow.shadow(requireNonNull(direction.tangent(array))), flow.shadow(array));
      case double[][] rows -> {
        List<Pair> pairs = gathered(flow, direction, Arrays.asList(rows));
        yield new Pair(
            pairs.stream().map(Pair::gradient).toArray(double[][]::new),
            pairs.stream().map(Pair::product).toArray(double[][]::new));
      }
      case Tensor tensor when tensor.dtype().isFloating() -> gathered(flow, direction, tensor);
      case Tensor[] tensors -> {
        List<Pair> pairs = gathered(flow, direction, Arrays.asList(tensors));
        yield new Pair(
            pairs.stream().map(Pair::gradient).toArray(Tensor[]::new),
            pairs.stream().map(Pair::product).toArray(Tensor[]::new));
      }
      case List<?> list -> listed(gathered(flow, direction, list));
      case Inputs.Snapshot(Record holder, List<@Nullable Object> parts) ->
          listed(gathered(flow, direction, holder, parts));
      case Record holder -> listed(gathered(flow, direction, holder, Holders.components(holder)));
      case null, default -> Pair.NONE;
    };
  }

  private static List<Pair> gathered(Flow flow, Direction direction, List<?> parts) {
    return parts.stream().map(p -> gathered(flow, direction, p, 0, 0)).toList();
  }

  private static List<Pair> gathered(
      Flow flow, Direction direction, Record holder, List<@Nullable Object> parts) {
    double[] gradients = flow.shadow(direction.parts(holder));
    double[] products = flow.parts(holder);
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < gradients.length; i++) {
      pairs.add(gathered(flow, direction, parts.get(i), gradients[i], products[i]));
    }
    return pairs;
  }

  private static Pair listed(List<Pair> pairs) {
    List<@Nullable Object> gradients = new ArrayList<>();
    List<@Nullable Object> products = new ArrayList<>();
    for (Pair pair : pairs) {
      gradients.add(pair.gradient());
      products.add(pair.product());
    }
    return new Pair(gradients, products);
  }

  private static Pair gathered(Flow flow, Direction direction, Tensor tensor) {
    Tensor bar = flow.takeInput(tensor);
    Tensor gradient = bar == null ? zeros(tensor) : direction.primal(bar);
    Tensor product = bar == null ? null : direction.tangent(bar);
    return new Pair(gradient, product == null ? zeros(tensor) : product);
  }

  private static Tensor zeros(Tensor like) {
    return Tensor.zeros(TensorOptions.of(like.dtype()).on(like.device()), like.shape());
  }
}
