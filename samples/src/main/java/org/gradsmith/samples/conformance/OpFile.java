/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gradsmith.nn.io.Safetensors;
import org.gradsmith.tensor.Tensor;

/**
 * The samples of one op.
 *
 * @param op its name in the data
 * @param samples one JSON object each
 * @param tensors recorded values by name
 */
record OpFile(String op, List<JsonObject> samples, Map<String, Tensor> tensors) {
  /** The files of a directory, in the order of its index, or by name where there is none. */
  static List<Path> in(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new ConformanceException(directory + " is no directory");
    }
    Path index = directory.resolve("index.json");
    List<Path> files = new ArrayList<>();
    if (Files.exists(index)) {
      for (JsonElement entry : array(parse(index), index)) {
        files.add(directory.resolve(text(object(entry, index), "file", index) + ".json"));
      }
    } else {
      try (var all = Files.list(directory)) {
        all.filter(file -> file.getFileName().toString().endsWith(".json"))
            .sorted()
            .forEach(files::add);
      } catch (IOException e) {
        throw new ConformanceException(directory + " cannot be read: " + e.getMessage());
      }
    }
    if (files.isEmpty()) {
      throw new ConformanceException(
          directory + " holds no samples: neither an index.json nor other .json files");
    }
    return files;
  }

  static OpFile read(Path file) {
    JsonObject root = object(parse(file), file);
    List<JsonObject> samples = new ArrayList<>();
    JsonElement listed = root.get("samples");
    if (listed == null) {
      throw new ConformanceException(file + ": 'samples' is missing");
    }
    for (JsonElement sample : array(listed, file)) {
      samples.add(object(sample, file));
    }
    Path values =
        file.resolveSibling(
            text(root, "safetensors", file).replaceFirst("\\.safetensors$", "") + ".safetensors");
    try {
      return new OpFile(text(root, "op", file), samples, Safetensors.load(values));
    } catch (NoSuchFileException e) {
      throw new ConformanceException(values + " does not exist, but " + file + " refers to it");
    } catch (IOException e) {
      throw new ConformanceException(values + " cannot be read: " + e.getMessage());
    }
  }

  private static JsonElement parse(Path file) {
    try (Reader reader = Files.newBufferedReader(file)) {
      return JsonParser.parseReader(reader);
    } catch (NoSuchFileException e) {
      throw new ConformanceException(file + " does not exist");
    } catch (JsonParseException e) {
      throw new ConformanceException(file + " is no valid JSON: " + e.getMessage());
    } catch (IOException e) {
      throw new ConformanceException(file + " cannot be read: " + e.getMessage());
    }
  }

  private static JsonArray array(JsonElement element, Path file) {
    if (!element.isJsonArray()) {
      throw new ConformanceException(file + ": a list was expected, not " + element);
    }
    return element.getAsJsonArray();
  }

  private static JsonObject object(JsonElement element, Path file) {
    if (!element.isJsonObject()) {
      throw new ConformanceException(file + ": an object was expected, not " + element);
    }
    return element.getAsJsonObject();
  }

  private static String text(JsonObject object, String key, Path file) {
    JsonElement value = object.get(key);
    if (value == null || !value.isJsonPrimitive()) {
      throw new ConformanceException(file + ": '" + key + "' is missing");
    }
    return value.getAsString();
  }
}
