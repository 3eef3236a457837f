/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a recorded call: Tensor, Long, Double, Boolean, String, DType, {@link Slice},
 * {@link Ellipsis}, null, and lists of these. One that no binding asks for makes its sample fail,
 * so that no option is silently left out.
 */
final class Arguments {
  /** An index {@code start:stop:step}. */
  record Slice(@Nullable Long start, @Nullable Long stop, @Nullable Long step) {}

  /** The index {@code ...}. */
  enum Ellipsis {
    INSTANCE
  }

  private final List<@Nullable Object> positional;
  private final Map<String, @Nullable Object> named;
  private final Set<Object> used = new LinkedHashSet<>();

  Arguments(List<@Nullable Object> positional, Map<String, @Nullable Object> named) {
    this.positional = positional;
    this.named = named;
  }

  /** Number of positional arguments. */
  int count() {
    return positional.size();
  }

  /** Whether the argument was given, be it null. */
  boolean has(int position, String name) {
    return (position >= 0 && position < positional.size()) || named.containsKey(name);
  }

  /** The argument as it is; null if it was left out or null. */
  @Nullable Object get(int position, String name) {
    if (position >= 0 && position < positional.size()) {
      used.add(position);
      return positional.get(position);
    }
    used.add(name);
    return named.get(name);
  }

  /** The argument, which must be there. */
  Object require(int position, String name) {
    Object value = get(position, name);
    if (value == null) {
      throw new IllegalArgumentException("argument '" + name + "' is missing");
    }
    return value;
  }

  Tensor tensor(int position) {
    return tensor(position, "#" + position);
  }

  Tensor tensor(int position, String name) {
    return cast(Tensor.class, require(position, name), name);
  }

  @Nullable Tensor optionalTensor(int position, String name) {
    Object value = get(position, name);
    return value == null ? null : cast(Tensor.class, value, name);
  }

  boolean isTensor(int position, String name) {
    Object value =
        position >= 0 && position < positional.size() ? positional.get(position) : named.get(name);
    return value instanceof Tensor;
  }

  /** Whether the argument is a number without a point. */
  boolean isInteger(int position, String name) {
    Object value =
        position >= 0 && position < positional.size() ? positional.get(position) : named.get(name);
    return value instanceof Long;
  }

  double number(int position, String name) {
    return number(require(position, name), name);
  }

  double number(int position, String name, double standard) {
    Object value = get(position, name);
    return value == null ? standard : number(value, name);
  }

  @Nullable Double optionalNumber(int position, String name) {
    Object value = get(position, name);
    return value == null ? null : (Double) number(value, name);
  }

  private static double number(Object value, String name) {
    return value instanceof Boolean truth
        ? truth ? 1 : 0
        : cast(Number.class, value, name).doubleValue();
  }

  long integer(int position, String name) {
    return cast(Long.class, require(position, name), name);
  }

  long integer(int position, String name, long standard) {
    Object value = get(position, name);
    return value == null ? standard : cast(Long.class, value, name);
  }

  @Nullable Long optionalInteger(int position, String name) {
    Object value = get(position, name);
    return value == null ? null : cast(Long.class, value, name);
  }

  int dim(int position, String name) {
    return Math.toIntExact(integer(position, name));
  }

  int dim(int position, String name, int standard) {
    return Math.toIntExact(integer(position, name, standard));
  }

  boolean bool(int position, String name, boolean standard) {
    Object value = get(position, name);
    if (value instanceof Long number) {
      return number != 0;
    }
    return value == null ? standard : cast(Boolean.class, value, name);
  }

  @Nullable String optionalString(int position, String name) {
    Object value = get(position, name);
    return value == null ? null : cast(String.class, value, name);
  }

  String string(int position, String name, String standard) {
    String value = optionalString(position, name);
    return value == null ? standard : value;
  }

  @Nullable DType dtype(int position, String name) {
    Object value = get(position, name);
    return value == null ? null : cast(DType.class, value, name);
  }

  /** A list of integers, or a lone one. */
  long[] longs(int position, String name) {
    return longs(require(position, name), name);
  }

  long @Nullable [] optionalLongs(int position, String name) {
    Object value = get(position, name);
    return value == null ? null : longs(value, name);
  }

  /** All positional integers from a place on, or the list that stands there. */
  long[] longsFrom(int position, String name) {
    if (position < positional.size() && positional.get(position) instanceof Long) {
      long[] values = new long[positional.size() - position];
      for (int i = 0; i < values.length; i++) {
        values[i] = integer(position + i, name);
      }
      return values;
    }
    return longs(position, name);
  }

  static int[] ints(long[] values) {
    int[] ints = new int[values.length];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = Math.toIntExact(values[i]);
    }
    return ints;
  }

  private static long[] longs(Object value, String name) {
    if (value instanceof Long single) {
      return new long[] {single};
    }
    List<?> list = cast(List.class, value, name);
    return list.stream().mapToLong(v -> cast(Long.class, v, name)).toArray();
  }

  List<@Nullable Object> list(int position, String name) {
    List<@Nullable Object> copy = new ArrayList<>();
    for (Object value : cast(List.class, require(position, name), name)) {
      copy.add(value);
    }
    return copy;
  }

  List<Tensor> tensors(int position, String name) {
    List<Tensor> tensors = new ArrayList<>();
    for (Object value : list(position, name)) {
      if (value == null) {
        throw new IllegalArgumentException("argument '" + name + "' holds null");
      }
      tensors.add(cast(Tensor.class, value, name));
    }
    return tensors;
  }

  /** The first argument that was given and not asked for; null if there is none. */
  @Nullable String unused() {
    for (int i = 0; i < positional.size(); i++) {
      if (!used.contains(i)) {
        return "#" + i;
      }
    }
    return named.keySet().stream().filter(name -> !used.contains(name)).findFirst().orElse(null);
  }

  private static <T> T cast(Class<T> type, @Nullable Object value, String name) {
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          "argument '%s' is %s, which cannot be expressed as %s"
              .formatted(name, value, type.getSimpleName()));
    }
    return type.cast(value);
  }
}
