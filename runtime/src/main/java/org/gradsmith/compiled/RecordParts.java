/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.gradsmith.compiled.flow.Holders;
import org.jspecify.annotations.Nullable;

/** Derivatives in the form of a record: a list of its parts, or a record of its class. */
final class RecordParts {
  private RecordParts() {}

  /**
   * The parts of a cotangent or tangent of a record, one for each component; null where a part has
   * none. Empty if what is given does not have the record's form.
   */
  static Optional<List<?>> of(Record holder, Object given) {
    List<?> parts =
        switch (given) {
          case List<?> list -> list;
          case Object[] array -> Arrays.asList(array);
          case Record other when other.getClass() == holder.getClass() ->
              Holders.components(other).stream().map(RecordParts::differentiable).toList();
          default -> List.of();
        };
    return parts.size() == holder.getClass().getRecordComponents().length
        ? Optional.of(parts)
        : Optional.empty();
  }

  /** What stands in a record of derivatives only because it needs some value has none. */
  private static @Nullable Object differentiable(@Nullable Object part) {
    return switch (part) {
      case Integer _, Long _, Short _, Byte _, Character _, Boolean _, String _, Enum<?> _ -> null;
      case null, default -> part;
    };
  }

  /**
   * The record of a class that has derivatives in its components; a component without one is zero,
   * false or null.
   *
   * @throws IllegalArgumentException if the derivative is not that of such a record
   * @throws CompiledException if the record's constructor does not take them
   */
  static <R extends Record> R made(Class<R> type, @Nullable Object derivative) {
    return Objects.requireNonNull(type.cast(value(type, derivative)), "the derivative of a record");
  }

  private static @Nullable Object value(Class<?> type, @Nullable Object derivative) {
    if (derivative instanceof List<?> parts && type.isRecord()) {
      RecordComponent[] components = type.getRecordComponents();
      if (components.length != parts.size()) {
        throw new IllegalArgumentException(
            "%s has %d components, and the derivative %d: it is not one of such a record"
                .formatted(type.getSimpleName(), components.length, parts.size()));
      }
      @Nullable Object[] values = new @Nullable Object[components.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = value(components[i].getType(), parts.get(i));
      }
      return Holders.made(type, values);
    }
    if (derivative == null && type.isPrimitive()) {
      return java.lang.reflect.Array.get(java.lang.reflect.Array.newInstance(type, 1), 0);
    }
    if (derivative != null && !type.isPrimitive() && !type.isInstance(derivative)) {
      throw new IllegalArgumentException(
          "the derivative is %s, which is no %s; take it apart as the list that 'of' gives"
              .formatted(Cotangents.describe(derivative), type.getSimpleName()));
    }
    return derivative;
  }
}
