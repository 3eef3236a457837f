/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Adjoints on their way from values to the same values of another run: what runs again makes new
 * tensors and arrays, and their adjoints belong to those.
 */
final class Handover {
  private final Flow flow;
  private final List<Object> places = new ArrayList<>();
  private List<@Nullable Object> taken = List.of();

  /** Notes where the adjoints of values are: slots of tensors, arrays with their shadows. */
  Handover(Flow flow, @Nullable Object... values) {
    this.flow = flow;
    for (Object value : values) {
      collect(value, places);
    }
  }

  private void collect(@Nullable Object value, List<Object> into) {
    switch (value) {
      case Tensor tensor -> into.add(flow.slot(tensor));
      case double[] array -> into.add(array);
      case float[] array -> into.add(array);
      case Object[] parts -> Arrays.asList(parts).forEach(p -> collect(p, into));
      case List<?> list -> list.forEach(p -> collect(p, into));
      case Record parts -> Holders.components(parts).forEach(p -> collect(p, into));
      case null, default -> {}
    }
  }

  /** Takes the adjoints that have gathered. */
  Handover take() {
    List<@Nullable Object> all = new ArrayList<>();
    for (Object place : places) {
      all.add(
          switch (place) {
            case Slot slot -> slot.take();
            case double[] array -> flow.shadow(array);
            case float[] array -> flow.shadow(array);
            default -> throw new IllegalStateException("no place of adjoints: " + place);
          });
    }
    taken = all;
    return this;
  }

  /** Gives them to the same values of another run. */
  void give(@Nullable Object... values) {
    List<Object> now = new ArrayList<>();
    for (Object value : values) {
      collect(value, now);
    }
    if (now.size() != taken.size()) {
      throw new IllegalStateException(
          "what ran again made %d tensors and arrays, and %d when it ran first"
              .formatted(now.size(), taken.size()));
    }
    for (int i = 0; i < now.size(); i++) {
      Object adjoint = taken.get(i);
      if (now.get(i) instanceof Slot slot) {
        slot.add((Tensor) adjoint);
      } else if (adjoint != null) {
        flow.adopt(now.get(i), adjoint);
      }
    }
  }
}
