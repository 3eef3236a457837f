/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.inspect;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.gradsmith.samples.inspect.CompiledMethod.Call;
import org.gradsmith.samples.inspect.CompiledMethod.Fate;
import org.gradsmith.samples.inspect.CompiledMethod.Kept;
import org.gradsmith.samples.inspect.CompiledMethod.Launches;
import org.gradsmith.samples.inspect.CompiledMethod.Part;
import org.gradsmith.samples.inspect.CompiledMethod.Phase;
import org.gradsmith.samples.inspect.CompiledMethod.Sized;
import org.gradsmith.samples.inspect.CompiledMethod.Step;
import org.gradsmith.samples.inspect.CompiledMethod.Total;

/** Reads the processor's report on a method. */
final class ReportReader {
  private static final int FORMAT = 1;

  private ReportReader() {}

  /**
   * The report behind a text.
   *
   * @param name what messages call the text
   * @throws InspectionException if it is broken, or of another version
   */
  static CompiledMethod read(String text, String name) {
    try {
      JsonObject root = JsonParser.parseString(text).getAsJsonObject();
      int format = number(root, "format");
      if (format != FORMAT) {
        throw new InspectionException(
            "%s has format %d, but this version reads format %d; compile its class with the processor of this version"
                .formatted(name, format, FORMAT));
      }
      return read(root);
    } catch (JsonParseException
        | IllegalStateException
        | NullPointerException
        | NumberFormatException e) {
      throw new InspectionException(
          "%s is no report of the processor (%s); compile its class again"
              .formatted(name, e.getMessage()));
    }
  }

  private static CompiledMethod read(JsonObject root) {
    return new CompiledMethod(
        text(root, "method"),
        text(root, "generated"),
        text(root, "file"),
        number(root, "line"),
        text(root, "form"),
        text(root, "assumption"),
        launches(root),
        text(root, "keptBefore"),
        text(root, "keptAfter"),
        all(root, "before", ReportReader::kept),
        all(root, "after", ReportReader::kept),
        all(root, "calls", ReportReader::call),
        total(root.getAsJsonObject("total")),
        all(root, "values", ReportReader::fate),
        all(root, "steps", ReportReader::step),
        all(root, "phases", o -> new Phase(text(o, "name"), text(o, "text"))));
  }

  private static Launches launches(JsonObject of) {
    JsonObject launches = of.getAsJsonObject("launches");
    return new Launches(
        number(launches, "forwardBefore"),
        number(launches, "forwardAfter"),
        number(launches, "reverseBefore"),
        number(launches, "reverseAfter"),
        number(launches, "calls"));
  }

  private static Call call(JsonObject object) {
    return new Call(
        text(object, "name"),
        text(object, "callee"),
        number(object, "times"),
        object.get("inLoop").getAsBoolean(),
        launches(object),
        text(object, "keptBefore"),
        text(object, "keptAfter"));
  }

  private static Total total(JsonObject object) {
    return new Total(
        launches(object),
        text(object, "keptBefore"),
        text(object, "keptAfter"),
        all(object, "before", ReportReader::kept),
        all(object, "after", ReportReader::kept));
  }

  private static Kept kept(JsonObject object) {
    return new Kept(text(object, "name"), text(object, "bytes"), text(object, "holder"));
  }

  private static Fate fate(JsonObject object) {
    return new Fate(
        text(object, "fate"),
        text(object, "name"),
        text(object, "where"),
        text(object, "why"),
        optional(object, "bytes"));
  }

  private static Step step(JsonObject object) {
    return new Step(
        text(object, "sweep").equals("reverse"),
        text(object, "kind"),
        text(object, "name"),
        text(object, "owner"),
        text(object, "file"),
        number(object, "line"),
        text(object, "text"),
        text(object, "bytes"),
        optional(object, "flops"),
        all(object, "reads", ReportReader::sized),
        all(object, "makes", ReportReader::sized),
        all(object, "ops", ReportReader::part));
  }

  private static Sized sized(JsonObject object) {
    return new Sized(text(object, "name"), text(object, "bytes"));
  }

  private static Part part(JsonObject object) {
    return new Part(
        text(object, "op"),
        number(object, "line"),
        object.get("again").getAsBoolean(),
        texts(object.getAsJsonArray("reads")),
        texts(object.getAsJsonArray("makes")));
  }

  private static String text(JsonObject object, String name) {
    return object.get(name).getAsString();
  }

  private static int number(JsonObject object, String name) {
    return object.get(name).getAsInt();
  }

  private static Optional<String> optional(JsonObject object, String name) {
    JsonElement value = object.get(name);
    return value.isJsonNull() ? Optional.empty() : Optional.of(value.getAsString());
  }

  private static List<String> texts(JsonArray array) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.getAsString()));
    return texts;
  }

  private static <T> List<T> all(JsonObject object, String name, Function<JsonObject, T> read) {
    List<T> all = new ArrayList<>();
    object.getAsJsonArray(name).forEach(element -> all.add(read.apply(element.getAsJsonObject())));
    return all;
  }
}
