/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.Arrays;
import java.util.List;
import org.gradsmith.compiled.flow.Flow;
import org.gradsmith.compiled.flow.Holders;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.TensorOptions;
import org.jspecify.annotations.Nullable;

/** Where the reverse sweep of a call begins: the cotangent of its result. */
final class Cotangents {
  private Cotangents() {}

  /**
   * Places the cotangent of a result.
   *
   * @param cotangent null for 1, of a result that is one number
   * @return the adjoint of a result that is a number, 0 for others
   */
  static double seed(Flow flow, String method, @Nullable Object value, @Nullable Object cotangent) {
    if (cotangent == null) {
      return one(flow, method, value);
    }
    if (value instanceof Number) {
      return ((Number) cotangent).doubleValue();
    }
    place(flow, method, value, cotangent);
    return 0;
  }

  private static double one(Flow flow, String method, @Nullable Object value) {
    return switch (value) {
      case Double _, Float _ -> 1;
      case Tensor tensor when tensor.numel() == 1 && tensor.dtype().isFloating() -> {
        flow.slot(tensor)
            .add(Tensor.ones(TensorOptions.of(tensor.dtype()).on(tensor.device()), tensor.shape()));
        yield 0;
      }
      case null, default ->
          throw new IllegalArgumentException(
              "%s returns %s, which is not one number: give a cotangent, with vjp"
                  .formatted(method, describe(value)));
    };
  }

  private static void place(
      Flow flow, String method, @Nullable Object value, @Nullable Object cotangent) {
    if (cotangent == null) {
      return;
    }
    switch (value) {
      case Tensor tensor when cotangent instanceof Tensor bar -> {
        if (!Arrays.equals(bar.shape(), tensor.shape()) || bar.dtype() != tensor.dtype()) {
          throw mismatch(method, value, cotangent);
        }
        flow.slot(tensor).add(bar);
      }
      case double[] array when cotangent instanceof double[] bar && bar.length == array.length -> {
        double[] shadow = flow.shadow(array);
        for (int i = 0; i < bar.length; i++) {
          shadow[i] += bar[i];
        }
      }
      case float[] array when cotangent instanceof float[] bar && bar.length == array.length -> {
        float[] shadow = flow.shadow(array);
        for (int i = 0; i < bar.length; i++) {
          shadow[i] += bar[i];
        }
      }
      case Tensor[] tensors -> parts(flow, method, Arrays.asList(tensors), cotangent);
      case double[][] rows -> parts(flow, method, Arrays.asList(rows), cotangent);
      case List<?> list -> parts(flow, method, list, cotangent);
      case Record holder -> components(flow, method, holder, cotangent);
      case null, default -> throw mismatch(method, value, cotangent);
    }
  }

  private static void parts(Flow flow, String method, List<?> values, Object cotangent) {
    List<?> bars =
        switch (cotangent) {
          case List<?> list -> list;
          case Object[] array -> Arrays.asList(array);
          default -> throw mismatch(method, values, cotangent);
        };
    if (bars.size() != values.size()) {
      throw mismatch(method, values, cotangent);
    }
    for (int i = 0; i < bars.size(); i++) {
      place(flow, method, values.get(i), bars.get(i));
    }
  }

  private static void components(Flow flow, String method, Record holder, Object cotangent) {
    List<?> bars =
        RecordParts.of(holder, cotangent).orElseThrow(() -> mismatch(method, holder, cotangent));
    List<@Nullable Object> values = Holders.components(holder);
    for (int i = 0; i < bars.size(); i++) {
      boolean isNumber = values.get(i) instanceof Double || values.get(i) instanceof Float;
      if (isNumber && bars.get(i) instanceof Number bar) {
        flow.parts(holder)[i] += bar.doubleValue();
      } else {
        place(flow, method, values.get(i), bars.get(i));
      }
    }
  }

  private static IllegalArgumentException mismatch(
      String method, @Nullable Object value, Object cotangent) {
    return new IllegalArgumentException(
        "%s returns %s, and the cotangent %s does not fit it"
            .formatted(method, describe(value), describe(cotangent)));
  }

  static String describe(@Nullable Object value) {
    return switch (value) {
      case null -> "nothing";
      case Tensor tensor -> tensor.describe();
      case double[] array -> "double[" + array.length + "]";
      case float[] array -> "float[" + array.length + "]";
      case Object[] array ->
          array.getClass().getComponentType().getSimpleName() + "[" + array.length + "]";
      case List<?> list -> "a list of " + list.size();
      default -> value.getClass().getSimpleName();
    };
  }
}
