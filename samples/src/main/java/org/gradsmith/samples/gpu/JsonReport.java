/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import org.gradsmith.samples.gpu.Bandwidth.Rate;

/** A verification for programs to read. */
final class JsonReport {
  private JsonReport() {}

  static String write(Verification found) {
    JsonObject root = new JsonObject();
    root.addProperty("agrees", found.agrees());
    JsonObject environment = new JsonObject();
    found.environment().facts().forEach(environment::addProperty);
    root.add("environment", environment);
    JsonArray families = new JsonArray();
    for (Tally tally : found.tallies()) {
      JsonObject family = new JsonObject();
      family.addProperty("family", tally.family());
      family.addProperty("dtype", tally.dtype());
      family.addProperty("kernels", tally.kernels());
      family.addProperty("runs", tally.runs());
      family.addProperty("values", tally.values());
      family.addProperty("undecided", tally.undecided());
      family.addProperty("wrong", tally.wrong());
      family.addProperty("largestDifference", tally.largestDifference());
      family.add("messages", texts(tally.messages()));
      families.add(family);
    }
    root.add("families", families);
    JsonObject without = new JsonObject();
    found.without().forEach(without::addProperty);
    root.add("without", without);
    root.add("rates", rates(found.rates()));
    root.add("problems", texts(found.problems()));
    JsonObject peers = new JsonObject();
    peers.addProperty("software", found.peers().software());
    peers.add("eager", rates(found.peers().eager()));
    peers.add("compiled", rates(found.peers().compiled()));
    peers.add("problems", texts(found.peers().problems()));
    root.add("peers", peers);
    return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(root) + "\n";
  }

  private static JsonArray texts(List<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }

  private static JsonArray rates(List<Rate> rates) {
    JsonArray array = new JsonArray();
    for (Rate rate : rates) {
      JsonObject one = new JsonObject();
      one.addProperty("work", rate.work());
      one.addProperty("pass", rate.pass());
      one.addProperty("elements", rate.elements());
      one.addProperty("seconds", rate.seconds());
      one.addProperty("bytes", rate.bytes());
      array.add(one);
    }
    return array;
  }
}
