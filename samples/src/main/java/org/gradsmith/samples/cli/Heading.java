/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.cli;

import java.io.IOException;
import java.io.PrintStream;
import org.gradsmith.compiled.Mode;
import org.gradsmith.samples.inspect.ClassPath;
import org.gradsmith.samples.inspect.Inspection;
import org.gradsmith.samples.inspect.InspectionException;
import org.gradsmith.tensor.Device;

/**
 * What a training prints before it begins.
 *
 * @param data what it is trained on, in words
 * @param plan how it is trained, in words
 * @param net the class whose generated code runs
 */
record Heading(String data, String plan, Class<?> net) {
  void print(PrintStream out) throws IOException {
    out.println("Data: " + data);
    out.println("Device: " + Device.best());
    out.println("Mode: " + describe(Mode.current()));
    out.println("Training: " + plan);
    try (ClassPath path = ClassPath.open(System.getProperty("java.class.path"))) {
      Inspection.of(path, net.getName()).places().forEach(out::println);
    } catch (InspectionException e) {
      out.println(e.getMessage());
    }
    out.flush();
  }

  private static String describe(Mode current) {
    return switch (current) {
      case OFF -> "off: the forward method itself runs, eagerly";
      case ON -> "on: generated code runs";
      case REQUIRE -> "require: generated code runs, and nothing else";
      case VERIFY ->
          "verify: generated code runs, and each call is compared with the forward method";
    };
  }
}
