/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.gradsmith.samples.gpu.Bandwidth.Rate;

/**
 * What PyTorch needs for the same workloads on the same device, measured by a script of ours in the
 * same way.
 *
 * @param software PyTorch's version, or one line that says why there are no figures
 * @param eager by PyTorch's ops, one after the other
 * @param compiled by what {@code torch.compile} makes of them
 * @param problems what did not run, with the reason
 */
record Peers(String software, List<Rate> eager, List<Rate> compiled, List<String> problems) {
  private static final String SCRIPT = "peers.py";

  static Peers none(String reason) {
    return new Peers(reason, List.of(), List.of(), List.of());
  }

  /**
   * Runs the script.
   *
   * @param python the program to run it with
   * @param rows the sizes to measure, in rows
   */
  static Peers measure(String python, List<Long> rows, PrintWriter out)
      throws IOException, InterruptedException {
    Path script = Files.createTempFile("gradsmith-peers", ".py");
    try (InputStream text = Objects.requireNonNull(Peers.class.getResourceAsStream(SCRIPT))) {
      Files.write(script, text.readAllBytes());
      List<String> command = new ArrayList<>(List.of(python, script.toString()));
      rows.forEach(count -> command.add(Long.toString(count)));
      Process process;
      try {
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
      } catch (IOException _) {
        return none("no " + python);
      }
      try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
        Peers peers = read(lines.lines().collect(Collectors.toList()), out);
        int status = process.waitFor();
        return status == 0 ? peers : peers.failed(status);
      } finally {
        process.destroy();
      }
    } finally {
      Files.delete(script);
    }
  }

  private Peers failed(int status) {
    List<String> all = new ArrayList<>(problems);
    all.add("the script ended with status " + status);
    return new Peers(software, eager, compiled, all);
  }

  /**
   * Lines of JSON are results; other programs' lines, which say why something failed, are shown.
   */
  static Peers read(List<String> lines, PrintWriter out) {
    String software = "PyTorch did not say its version";
    List<Rate> eager = new ArrayList<>();
    List<Rate> compiled = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (String line : lines) {
      JsonObject result = json(line);
      if (result.has("software")) {
        software = result.get("software").getAsString();
      } else if (result.has("problem")) {
        problems.add(result.get("problem").getAsString());
      } else if (result.has("seconds")) {
        (result.get("mode").getAsString().equals("eager") ? eager : compiled).add(rate(result));
      } else {
        out.println("python: " + line);
      }
    }
    out.flush();
    return new Peers(software, eager, compiled, problems);
  }

  private static JsonObject json(String line) {
    try {
      return line.startsWith("{")
          ? JsonParser.parseString(line).getAsJsonObject()
          : new JsonObject();
    } catch (JsonSyntaxException | IllegalStateException _) {
      return new JsonObject();
    }
  }

  private static Rate rate(JsonObject result) {
    return new Rate(
        result.get("work").getAsString(),
        result.get("pass").getAsString(),
        result.get("elements").getAsLong(),
        result.get("seconds").getAsDouble(),
        result.get("bytes").getAsLong());
  }
}
