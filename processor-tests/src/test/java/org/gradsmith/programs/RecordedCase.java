/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.programs;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gradsmith.nn.Module;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.nn.io.Safetensors;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One case of a recorded program.
 *
 * @param program the program's name
 * @param data the case as JSON
 * @param values recorded tensors by name
 */
record RecordedCase(String program, JsonObject data, Map<String, Tensor> values) {
  /** The cases of all programs in a directory, in the order of its file names. */
  static List<RecordedCase> in(Path directory) {
    List<RecordedCase> cases = new ArrayList<>();
    try (var files = Files.list(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        cases.addAll(read(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cases;
  }

  private static List<RecordedCase> read(Path file) throws IOException {
    List<RecordedCase> cases = new ArrayList<>();
    try (Reader reader = Files.newBufferedReader(file)) {
      JsonObject root = JsonParser.parseReader(reader).getAsJsonObject();
      Map<String, Tensor> values =
          Safetensors.load(file.resolveSibling(root.get("safetensors").getAsString()));
      for (JsonElement each : root.getAsJsonArray("cases")) {
        cases.add(
            new RecordedCase(root.get("program").getAsString(), each.getAsJsonObject(), values));
      }
    }
    return cases;
  }

  /** What the arguments are recorded as. */
  List<JsonObject> arguments() {
    return objects(data.getAsJsonArray("args"));
  }

  /** What the outputs are recorded as. */
  List<JsonObject> outputs() {
    return objects(data.getAsJsonArray("outputs"));
  }

  static List<JsonObject> objects(JsonArray array) {
    return array.asList().stream().map(JsonElement::getAsJsonObject).toList();
  }

  /** Whether there is something under a name for any part of any argument. */
  boolean has(String field) {
    return data.toString().contains('"' + field + '"');
  }

  /** The tensor whose name a description has in a field. */
  Tensor recorded(JsonObject described, String field) {
    String name = described.get(field).getAsString();
    return Objects.requireNonNull(values.get(name), name);
  }

  /** The arguments of a call, in the form of the method's parameters. */
  Object[] values(Program program) {
    return arguments().stream()
        .map(a ->
            a.get("kind").getAsString().equals("parameters")
                ? loaded(program.net().get(), a.getAsJsonObject("items"))
                : value(a, "tensor"))
        .toArray();
  }

  private Object value(JsonObject argument, String field) {
    return switch (argument.get("kind").getAsString()) {
      case "tensor" -> recorded(argument, field).copy();
      case "double" -> argument.get("value").getAsDouble();
      case "int" -> argument.get("value").getAsInt();
      case "double[]" ->
          objects(argument.getAsJsonArray("items")).stream()
              .mapToDouble(item -> recorded(item, field).item())
              .toArray();
      case "tensor[]" ->
          objects(argument.getAsJsonArray("items")).stream()
              .map(item -> recorded(item, field).copy())
              .toArray(Tensor[]::new);
      default -> throw new IllegalStateException("an argument of an unknown kind: " + argument);
    };
  }

  /** The tangents of the arguments, in their form; null for those without one. */
  @Nullable Object[] tangents() {
    return arguments().stream().map(this::tangent).toArray();
  }

  private @Nullable Object tangent(JsonObject argument) {
    return switch (argument.get("kind").getAsString()) {
      case "double[]", "tensor[]" -> value(argument, "tangent");
      case "double" ->
          argument.has("tangent") ? (Double) recorded(argument, "tangent").item() : null;
      default -> argument.has("tangent") ? recorded(argument, "tangent") : null;
    };
  }

  private Module loaded(UnaryModule net, JsonObject items) {
    Map<String, Tensor> state = new LinkedHashMap<>();
    items
        .entrySet()
        .forEach(e -> state.put(e.getKey(), recorded(e.getValue().getAsJsonObject(), "tensor")));
    Module typed = net.to(state.values().iterator().next().dtype());
    typed.load(state);
    return typed;
  }

  /** Compares a number or a tensor with what was recorded. */
  void check(String what, Object actual, JsonObject described, String field) {
    closeness().require(this + ": " + what, actual, recorded(described, field));
  }

  Closeness closeness() {
    JsonObject tolerance = data.getAsJsonObject("tolerance");
    return new Closeness(tolerance.get("rtol").getAsDouble(), tolerance.get("atol").getAsDouble());
  }

  @Override
  public String toString() {
    return program + " " + data.get("id").getAsString();
  }
}
