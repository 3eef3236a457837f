/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.optim;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradsmith.memory.OutsideScopes;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Tensors that an optimizer keeps for each parameter, of its shape and dtype. In state dictionaries
 * that of parameter 3 is {@code name.3}.
 */
final class ParameterState {
  private static final Pattern ENTRY = Pattern.compile("(\\w+)\\.(\\d{1,9})");

  private final String owner;
  private final List<Tensor> parameters;
  private final Map<String, @Nullable Tensor[]> kept = new LinkedHashMap<>();

  /** The parameter that an entry of a state dictionary belongs to. */
  record Entry(String name, int parameter) {}

  /**
   * No state as yet.
   *
   * @param owner the optimizer, for messages
   * @param names what is kept for each parameter
   */
  ParameterState(String owner, List<Tensor> parameters, String... names) {
    this.owner = owner;
    this.parameters = parameters;
    for (String name : names) {
      kept.put(name, new @Nullable Tensor[parameters.size()]);
    }
  }

  private @Nullable Tensor[] all(String name) {
    @Nullable Tensor[] tensors = kept.get(name);
    if (tensors == null) {
      throw new IllegalArgumentException(owner + " keeps no " + name);
    }
    return tensors;
  }

  @Nullable Tensor get(String name, int parameter) {
    return all(name)[parameter];
  }

  /** What is kept for a parameter; zeros at first. */
  Tensor orZeros(String name, int parameter) {
    Tensor found = get(name, parameter);
    if (found == null) {
      try (var _ = OutsideScopes.enter()) {
        found = Tensor.zerosLike(parameters.get(parameter));
      }
      all(name)[parameter] = found;
    }
    return found;
  }

  /** Copies of all tensors by name. */
  Map<String, Tensor> copies() {
    Map<String, Tensor> copies = new LinkedHashMap<>();
    kept.forEach((name, tensors) -> {
      for (int i = 0; i < tensors.length; i++) {
        Tensor tensor = tensors[i];
        if (tensor != null) {
          copies.put(name + "." + i, tensor.copy());
        }
      }
    });
    return copies;
  }

  /**
   * The place of an entry of a state dictionary.
   *
   * @param others names that belong to the optimizer without being kept here
   * @throws IllegalArgumentException if there is none
   */
  Entry entry(String key, List<String> others) {
    Matcher matcher = ENTRY.matcher(key);
    boolean fits =
        matcher.matches()
            && (kept.containsKey(matcher.group(1)) || others.contains(matcher.group(1)))
            && Integer.parseInt(matcher.group(2)) < parameters.size();
    if (!fits) {
      String first = kept.keySet().iterator().next();
      throw new IllegalArgumentException(
          "'%s' is no state of %s over %d parameters; expected %s.0 to %s.%d"
              .formatted(key, owner, parameters.size(), first, first, parameters.size() - 1));
    }
    return new Entry(matcher.group(1), Integer.parseInt(matcher.group(2)));
  }

  /** The same names without tensors, to be filled and then taken over. */
  ParameterState empty() {
    return new ParameterState(owner, parameters, kept.keySet().toArray(new String[0]));
  }

  /**
   * Keeps a copy of a tensor.
   *
   * @throws IllegalArgumentException if it does not fit the parameter
   */
  void put(Entry entry, Tensor tensor) {
    Tensor parameter = parameters.get(entry.parameter);
    if (tensor.dtype() != parameter.dtype() || !Arrays.equals(tensor.shape(), parameter.shape())) {
      throw new IllegalArgumentException(
          "'%s.%d' is %s, but parameter %d is %s"
              .formatted(
                  entry.name,
                  entry.parameter,
                  tensor.describe(),
                  entry.parameter,
                  parameter.describe()));
    }
    try (var _ = OutsideScopes.enter()) {
      all(entry.name)[entry.parameter] = tensor.copy();
    }
  }

  /** Keeps what another state has. */
  void take(ParameterState other) {
    kept.putAll(other.kept);
  }
}
