/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradsmith.autograd.Edge;
import org.gradsmith.compiled.flow.Flow;
import org.gradsmith.compiled.flow.Holders;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.TensorOptions;
import org.jspecify.annotations.Nullable;

/** The arguments of a call whose gradients are wanted: what carries them, and what they are. */
final class Inputs {
  private final Flow flow;
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private Inputs(Flow flow) {
    this.flow = flow;
  }

  /**
   * The arguments, all tensors in them announced to the call. A tensor or a record that is passed
   * twice is passed as two, so that each place has a gradient of its own.
   */
  static @Nullable Object[] distinct(Flow flow, @Nullable Object[] arguments) {
    Inputs inputs = new Inputs(flow);
    return Arrays.stream(arguments).map(inputs::announce).toArray();
  }

  /** Arguments as they are now, with what arrays and lists hold, which the method may change. */
  static @Nullable Object[] snapshot(@Nullable Object[] arguments) {
    return Arrays.stream(arguments).map(Inputs::snapshot).toArray();
  }

  private static @Nullable Object snapshot(@Nullable Object argument) {
    return switch (argument) {
      case Tensor[] tensors -> tensors.clone();
      case double[][] rows -> rows.clone();
      case List<?> list -> copy(list);
      case Record holder -> new Snapshot(holder, copy(Holders.components(holder)));
      case null, default -> argument;
    };
  }

  /**
   * A record, and what it held when the method was called.
   *
   * @param holder the record, at which the gradients of its numbers are found
   */
  record Snapshot(Record holder, List<@Nullable Object> parts) {}

  private static List<@Nullable Object> copy(List<?> parts) {
    List<@Nullable Object> copies = new ArrayList<>();
    parts.forEach(p -> copies.add(snapshot(p)));
    return copies;
  }

  private @Nullable Object announce(@Nullable Object argument) {
    return switch (argument) {
      case Tensor tensor -> tensor(tensor);
      case Tensor[] tensors -> {
        Arrays.stream(tensors).forEach(this::input);
        yield tensors;
      }
      case List<?> list -> {
        list.forEach(this::announce);
        yield list;
      }
      case Record parts when seen.add(parts) -> {
        Holders.components(parts).forEach(this::announce);
        yield parts;
      }
      case Record again -> Holders.withEach(again, this::tensor);
      case null, default -> argument;
    };
  }

  private Tensor tensor(Tensor tensor) {
    if (seen.add(tensor)) {
      input(tensor);
      return tensor;
    }
    Tensor own = tensor.detach();
    input(own);
    flow.twin(own);
    return own;
  }

  private void input(Tensor tensor) {
    seen.add(tensor);
    if (tensor.dtype().isFloating()) {
      flow.input(tensor);
    }
  }

  /** The gradient of an argument, in its form; null if it has none. */
  static @Nullable Object gradient(Flow flow, @Nullable Object argument, double bar) {
    return switch (argument) {
      case Double _ -> bar;
      case Float _ -> (float) bar;
      case double[] array -> flow.shadow(array);
      case float[] array -> flow.shadow(array);
      case double[][] rows -> Arrays.stream(rows).map(flow::shadow).toArray(double[][]::new);
      case Tensor tensor when tensor.dtype().isFloating() -> tensor(flow, tensor);
      case Tensor[] tensors ->
          Arrays.stream(tensors).map(t -> tensor(flow, t)).toArray(Tensor[]::new);
      case List<?> list -> parts(flow, list);
      case Snapshot(Record holder, List<@Nullable Object> parts) -> parts(flow, holder, parts);
      case null, default -> null;
    };
  }

  /** The gradients of tensors that the call used without being given them. */
  static Map<Edge, Tensor> others(Flow flow) {
    Map<Edge, Tensor> gradients = new LinkedHashMap<>();
    flow.edges()
        .forEach((edge, slot) -> {
          Tensor bar = slot.take();
          if (bar != null) {
            gradients.put(edge, bar);
          }
        });
    return gradients;
  }

  private static List<@Nullable Object> parts(Flow flow, List<?> parts) {
    List<@Nullable Object> gradients = new ArrayList<>();
    parts.forEach(p -> gradients.add(gradient(flow, p, 0)));
    return gradients;
  }

  private static List<@Nullable Object> parts(Flow flow, Record holder, List<?> parts) {
    double[] bars = flow.parts(holder);
    List<@Nullable Object> gradients = new ArrayList<>();
    for (int i = 0; i < bars.length; i++) {
      gradients.add(gradient(flow, parts.get(i), bars[i]));
    }
    return gradients;
  }

  private static Tensor tensor(Flow flow, Tensor tensor) {
    Tensor bar = flow.takeInput(tensor);
    return bar == null
        ? Tensor.zeros(TensorOptions.of(tensor.dtype()).on(tensor.device()), tensor.shape())
        : bar;
  }
}
