/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.gradsmith.kernel.FusedPlan;
import org.gradsmith.kernel.KernelFormatException;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlans;
import org.gradsmith.kernel.OpenRowPlan;

/** The file of kernels that lies beside a generated class; each is read once. */
final class KernelResource {
  private static final ClassValue<List<FusedPlan>> PLANS =
      new ClassValue<>() {
        @Override
        protected List<FusedPlan> computeValue(Class<?> companion) {
          return read(companion);
        }
      };

  private KernelResource() {}

  /** A pointwise kernel. */
  static KernelPlan find(Class<?> companion, String name) {
    return find(companion, name, KernelPlan.class);
  }

  /** A kernel over rows. */
  static OpenRowPlan findRows(Class<?> companion, String name) {
    return find(companion, name, OpenRowPlan.class);
  }

  private static <P extends FusedPlan> P find(Class<?> companion, String name, Class<P> kind) {
    for (FusedPlan plan : PLANS.get(companion)) {
      if (plan.name().equals(name) && kind.isInstance(plan)) {
        return kind.cast(plan);
      }
    }
    throw new CompiledException(
        "%s has no kernel '%s', which %s runs; compile it again"
            .formatted(fileName(companion), name, companion.getName()));
  }

  private static List<FusedPlan> read(Class<?> companion) {
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
      return KernelPlans.readAll(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
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
