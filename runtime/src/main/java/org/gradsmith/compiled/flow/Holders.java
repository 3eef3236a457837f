/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled.flow;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.gradsmith.compiled.CompiledException;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Lists, arrays and records of tensors, one within another. */
public final class Holders {
  private static final ClassValue<Integer> SIZES =
      new ClassValue<>() {
        @Override
        protected Integer computeValue(Class<?> type) {
          return type.getRecordComponents().length;
        }
      };

  private Holders() {}

  /** How many components a record class has. */
  static int size(Class<?> type) {
    return SIZES.get(type);
  }

  /** The tensors in a value, in order. */
  static List<Tensor> tensors(@Nullable Object value) {
    List<Tensor> tensors = new ArrayList<>();
    collect(value, tensors);
    return tensors;
  }

  /** The tensors in several values, one value behind the other. */
  public static Tensor[] flat(@Nullable Object... values) {
    return tensors(values).toArray(new Tensor[0]);
  }

  /** How many tensors are in a value. */
  public static int count(@Nullable Object value) {
    return tensors(value).size();
  }

  /** The same value with other tensors: those of the array from a place on. */
  @SuppressWarnings({
    "unchecked",
    "NullAway"
  }) // what is rebuilt has the class of what it is rebuilt from, and is null only for null
  public static <T extends @Nullable Object> T rebuilt(T value, Tensor[] tensors, int from) {
    return (T) rebuilt(value, Arrays.asList(tensors).listIterator(from));
  }

  private static void collect(@Nullable Object value, List<Tensor> tensors) {
    switch (value) {
      case Tensor tensor -> tensors.add(tensor);
      case List<?> list -> list.forEach(part -> collect(part, tensors));
      case Object[] array -> Arrays.asList(array).forEach(part -> collect(part, tensors));
      case Record parts -> components(parts).forEach(part -> collect(part, tensors));
      case null, default -> {}
    }
  }

  /** The same value with other tensors, taken in the order of {@link #tensors}. */
  static @Nullable Object rebuilt(@Nullable Object value, Iterator<Tensor> tensors) {
    return switch (value) {
      case Tensor _ -> tensors.next();
      case List<?> list -> {
        List<@Nullable Object> parts = new ArrayList<>();
        list.forEach(part -> parts.add(rebuilt(part, tensors)));
        yield parts;
      }
      case Object[] array -> {
        @Nullable Object[] parts = array.clone();
        for (int i = 0; i < parts.length; i++) {
          parts[i] = rebuilt(parts[i], tensors);
        }
        yield parts;
      }
      case Record parts ->
          made(
              parts.getClass(),
              components(parts).stream().map(part -> rebuilt(part, tensors)).toArray());
      case null, default -> value;
    };
  }

  /** The same value with other tensors. */
  public static @Nullable Object withEach(Object value, UnaryOperator<Tensor> change) {
    return rebuilt(value, tensors(value).stream().map(change).iterator());
  }

  /** A record of a class with these components. */
  public static Object made(Class<?> type, @Nullable Object[] values) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new CompiledException("record %s cannot be made".formatted(type.getName()), e);
    }
  }

  /** The values of a record's components, in order. */
  public static List<@Nullable Object> components(Record parts) {
    List<@Nullable Object> values = new ArrayList<>();
    for (RecordComponent component : parts.getClass().getRecordComponents()) {
      try {
        component.getAccessor().setAccessible(true);
        values.add(component.getAccessor().invoke(parts));
      } catch (ReflectiveOperationException e) {
        throw new CompiledException(
            "%s of record %s cannot be read"
                .formatted(component.getName(), parts.getClass().getName()),
            e);
      }
    }
    return values;
  }
}
