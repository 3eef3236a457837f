/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Rebuilds the arguments of one sample, tensors in their recorded layout. */
final class SampleReader {
  private final JsonObject sample;
  private final Map<String, Tensor> values;
  private final String id;

  /** Tensor arguments by their path: {@code 0}, {@code 1/0}, {@code kw/weight}. */
  private final Map<String, Tensor> inputs = new LinkedHashMap<>();

  /** Those of them that take part in differentiation. */
  private final Map<String, Tensor> differentiable = new LinkedHashMap<>();

  private BiFunction<String, Tensor, Tensor> differentiableAs = (path, leaf) -> leaf;

  SampleReader(JsonObject sample, Map<String, Tensor> values) {
    this.sample = sample;
    this.values = values;
    this.id = sample.get("id").getAsString();
  }

  String id() {
    return id;
  }

  Map<String, Tensor> inputs() {
    return inputs;
  }

  Map<String, Tensor> differentiable() {
    return differentiable;
  }

  /** The arguments, with fresh tensors. */
  Arguments arguments() {
    return arguments((path, leaf) -> leaf);
  }

  /** The arguments, where what takes part in differentiation is passed as {@code given} says. */
  Arguments arguments(BiFunction<String, Tensor, Tensor> given) {
    differentiableAs = given;
    inputs.clear();
    differentiable.clear();
    List<@Nullable Object> positional = new ArrayList<>();
    JsonArray args = sample.getAsJsonArray("args");
    for (JsonElement argument : args) {
      positional.add(value(argument));
    }
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    JsonObject kwargs = sample.getAsJsonObject("kwargs");
    if (kwargs != null) {
      kwargs.entrySet().forEach(e -> named.put(e.getKey(), value(e.getValue())));
    }
    return new Arguments(positional, named);
  }

  private @Nullable Object value(JsonElement element) {
    if (element.isJsonNull()) {
      return null;
    }
    if (element.isJsonArray()) {
      List<@Nullable Object> list = new ArrayList<>();
      element.getAsJsonArray().forEach(e -> list.add(value(e)));
      return list;
    }
    if (element instanceof JsonPrimitive primitive) {
      return primitive(primitive);
    }
    JsonObject object = element.getAsJsonObject();
    if (object.has("tensor")) {
      return tensor(object);
    }
    if (object.has("float")) {
      return switch (object.get("float").getAsString()) {
        case "inf" -> Double.POSITIVE_INFINITY;
        case "-inf" -> Double.NEGATIVE_INFINITY;
        default -> Double.NaN;
      };
    }
    if (object.has("dtype")) {
      return dtype(object.get("dtype").getAsString());
    }
    if (object.has("slice")) {
      JsonArray slice = object.getAsJsonArray("slice");
      return new Arguments.Slice(bound(slice, 0), bound(slice, 1), bound(slice, 2));
    }
    if (object.has("ellipsis")) {
      return Arguments.Ellipsis.INSTANCE;
    }
    throw new ConformanceException(id + ": an argument of an unknown kind: " + object);
  }

  private static @Nullable Long bound(JsonArray slice, int index) {
    return slice.get(index).isJsonNull() ? null : (Long) slice.get(index).getAsLong();
  }

  private static Object primitive(JsonPrimitive primitive) {
    if (primitive.isBoolean()) {
      return primitive.getAsBoolean();
    }
    if (primitive.isString()) {
      return primitive.getAsString();
    }
    String text = primitive.getAsString();
    boolean isFloat = text.contains(".") || text.contains("e") || text.contains("E");
    if (isFloat) {
      return Double.parseDouble(text);
    }
    return Long.parseLong(text);
  }

  private DType dtype(String name) {
    try {
      return DType.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException _) {
      throw new ConformanceException(id + ": dtype '" + name + "' is not known");
    }
  }

  /** A recorded tensor by name. */
  Tensor recorded(String name) {
    Tensor value = values.get(name);
    if (value == null) {
      throw new ConformanceException(
          id + ": tensor '" + name + "' is not in the .safetensors file");
    }
    return value;
  }

  boolean isRecorded(String name) {
    return values.containsKey(name);
  }

  private Tensor tensor(JsonObject object) {
    String name = object.get("tensor").getAsString();
    Tensor contiguous = recorded(name);
    long[] strides = new long[contiguous.dim()];
    JsonArray given = object.getAsJsonArray("strides");
    for (int i = 0; i < strides.length && given != null; i++) {
      strides[i] = given.get(i).getAsLong();
    }
    Tensor rebuilt = given == null ? contiguous.copy() : laidOut(contiguous, strides);
    if (object.has("requires_grad") && object.get("requires_grad").getAsBoolean()) {
      rebuilt.requiresGrad(true);
      rebuilt = differentiableAs.apply(path(name), rebuilt);
      differentiable.put(path(name), rebuilt);
    }
    inputs.put(path(name), rebuilt);
    return rebuilt;
  }

  /** {@code s003/in/1/0} is {@code 1/0}, {@code s003/kw/weight} is {@code kw/weight}. */
  private static String path(String name) {
    String inner = name.substring(name.indexOf('/') + 1);
    return inner.startsWith("in/") ? inner.substring("in/".length()) : inner;
  }

  /** A tensor of its own with these values and strides. */
  private static Tensor laidOut(Tensor values, long[] strides) {
    long[] shape = values.shape();
    long width = values.dtype().byteSize();
    long last = 0;
    for (int i = 0; i < shape.length; i++) {
      last += Math.max(shape[i] - 1, 0) * strides[i];
    }
    MemorySegment source = values.contiguous().segment();
    MemorySegment target = Arena.ofAuto().allocate((last + 1) * width, Long.BYTES);
    long[] index = new long[shape.length];
    for (long k = 0; k < values.numel(); k++) {
      long at = 0;
      for (int i = 0; i < shape.length; i++) {
        at += index[i] * strides[i];
      }
      MemorySegment.copy(source, k * width, target, at * width, width);
      for (int i = shape.length - 1; i >= 0 && ++index[i] == shape[i]; i--) {
        index[i] = 0;
      }
    }
    return Tensor.wrap(target, values.dtype(), shape, strides);
  }
}
