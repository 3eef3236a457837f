/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.numeric;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The real numbers in a value, in order: those of arrays, tensors, lists and records too. */
@SuppressWarnings("NullAway")
final class Numbers {
  private Numbers() {}

  /** The numbers that derivatives are taken by; integers are none of them. */
  static double[] of(@Nullable Object value) {
    return stream(value).toArray();
  }

  private static DoubleStream stream(@Nullable Object value) {
    return switch (value) {
      case Double number -> DoubleStream.of(number);
      case Float number -> DoubleStream.of(number);
      case double[] array -> Arrays.stream(array);
      case float[] array -> {
        double[] wide = new double[array.length];
        Arrays.setAll(wide, i -> array[i]);
        yield Arrays.stream(wide);
      }
      case Tensor tensor when tensor.dtype().isFloating() ->
          Arrays.stream(tensor.detach().contiguous().toDoubleArray());
      case Object[] parts -> Arrays.stream(parts).flatMapToDouble(Numbers::stream);
      case List<?> parts -> parts.stream().flatMapToDouble(Numbers::stream);
      case Record parts -> components(parts).flatMapToDouble(Numbers::stream);
      case null, default -> DoubleStream.empty();
    };
  }

  /** A value of the same form, made anew throughout, with other numbers. */
  static @Nullable Object rebuilt(@Nullable Object value, DoubleSupplier next) {
    return switch (value) {
      case Double _ -> next.getAsDouble();
      case Float _ -> (float) next.getAsDouble();
      case double[] array -> fill(new double[array.length], next);
      case float[] array -> {
        float[] made = new float[array.length];
        for (int i = 0; i < made.length; i++) {
          made[i] = (float) next.getAsDouble();
        }
        yield made;
      }
      case Tensor tensor when tensor.dtype().isFloating() -> tensor(tensor, next);
      case Object[] parts -> {
        Object[] made = parts.clone();
        for (int i = 0; i < made.length; i++) {
          made[i] = rebuilt(parts[i], next);
        }
        yield made;
      }
      case List<?> parts -> {
        List<@Nullable Object> made = new ArrayList<>();
        parts.forEach(p -> made.add(rebuilt(p, next)));
        yield made;
      }
      case Record parts -> record(parts, next);
      case null, default -> value;
    };
  }

  private static Tensor tensor(Tensor like, DoubleSupplier next) {
    double[] numbers = fill(new double[(int) like.numel()], next);
    return Tensor.from(numbers, like.shape()).to(like.dtype());
  }

  private static double[] fill(double[] array, DoubleSupplier next) {
    for (int i = 0; i < array.length; i++) {
      array[i] = next.getAsDouble();
    }
    return array;
  }

  private static Object record(Record parts, DoubleSupplier next) {
    RecordComponent[] components = parts.getClass().getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] made = components(parts).map(p -> rebuilt(p, next)).toArray();
    try {
      Constructor<?> constructor = parts.getClass().getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(made);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the method cannot be called", e);
    }
  }

  /** The parts of a record, in order. */
  static Stream<@Nullable Object> components(Record parts) {
    return Arrays.stream(parts.getClass().getRecordComponents())
        .map(component -> {
          try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(parts);
          } catch (ReflectiveOperationException e) {
            throw new LinkageError("the method cannot be called", e);
          }
        });
  }
}
