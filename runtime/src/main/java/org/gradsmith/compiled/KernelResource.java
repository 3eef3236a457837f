/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.gradsmith.kernel.KernelFormatException;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlans;

/** The file of kernels that lies beside a generated class; each is read once. */
final class KernelResource {
  private static final ClassValue<List<KernelPlan>> PLANS =
      new ClassValue<>() {
        @Override
        protected List<KernelPlan> computeValue(Class<?> companion) {
          return read(companion);
        }
      };

  private KernelResource() {}

  static KernelPlan find(Class<?> companion, String name) {
    for (KernelPlan plan : PLANS.get(companion)) {
      if (plan.name().equals(name)) {
        return plan;
      }
    }
    throw new CompiledException(
        "%s has no kernel '%s', which %s runs; compile it again"
            .formatted(fileName(companion), name, companion.getName()));
  }

  private static List<KernelPlan> read(Class<?> companion) {
    String file = fileName(companion);
    try (InputStream stream = companion.getResourceAsStream(file)) {
      if (stream == null) {
        throw new CompiledException(
            "the kernels of %s are missing: the file %s, which the processor wrote beside its class file, was not copied with it%s"
                .formatted(
                    companion.getName(),
                    file,
                    companion.getModule().isNamed()
                        ? ", or its module does not open the package to org.gradsmith.runtime"
                        : ""));
      }
      return KernelPlans.read(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException | KernelFormatException e) {
      throw new CompiledException(
          "the kernels of %s cannot be read from %s: %s"
              .formatted(companion.getName(), file, e.getMessage()),
          e);
    }
  }

  private static String fileName(Class<?> companion) {
    String name = companion.getName();
    return name.substring(name.lastIndexOf('.') + 1) + ".kernels";
  }
}
