/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradsmith.backend.cuda.CudaDevice;
import org.gradsmith.backend.cuda.DriverSymbols;
import org.gradsmith.backend.cuda.NvrtcCompiler;

/** What the verification ran on: facts by their names, in the order in which they are told. */
record Environment(Map<String, String> facts) {
  /** How many missing functions are named. */
  private static final int NAMED = 12;

  private static final Path DRIVER = Path.of("/proc/driver/nvidia/version");
  private static final Pattern RELEASE =
      Pattern.compile("Kernel Module.*?\\s(\\d+\\.\\d+(\\.\\d+)?)\\s");

  static Environment of(CudaDevice device) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("card", device.name());
    facts.put("architecture", device.architecture());
    facts.put("multiprocessors", Integer.toString(device.multiprocessors()));
    facts.put("memory", "%d MiB".formatted(device.memoryBytes() >> 20));
    facts.put("shared cache", "%d MiB".formatted(device.cacheBytes() >> 20));
    facts.put("driver", release().orElse("release unknown") + ", CUDA " + device.driverVersion());
    facts.put("compiler", NvrtcCompiler.instance().description());
    facts.put("driver functions missing for JCuda", missing());
    facts.put(
        "system",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + ", "
            + Runtime.getRuntime().availableProcessors()
            + " processors");
    facts.put("Java", System.getProperty("java.vm.name") + " " + Runtime.version());
    return new Environment(facts);
  }

  private static Optional<String> release() {
    try {
      Matcher release = RELEASE.matcher(Files.readString(DRIVER));
      return release.find() ? Optional.of(release.group(1)) : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static String missing() {
    return DriverSymbols.compare().map(Environment::missing).orElse("not compared");
  }

  private static String missing(DriverSymbols symbols) {
    List<String> names = symbols.missing();
    if (names.isEmpty()) {
      return "none of " + symbols.wanted();
    }
    return "%d of %d: %s%s"
        .formatted(
            names.size(),
            symbols.wanted(),
            String.join(", ", names.subList(0, Math.min(NAMED, names.size()))),
            names.size() > NAMED ? ", ..." : "");
  }
}
