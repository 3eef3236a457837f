/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.kernels;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gradsmith.ir.Span;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlans;
import org.gradsmith.kernel.cuda.CudaWriter;
import org.gradsmith.processor.javagen.Companion;
import org.gradsmith.sweep.Step;
import org.gradsmith.sweep.Sweeps;

/** Contents of the kernel files. */
public final class KernelFiles {
  private KernelFiles() {}

  /** The kernels as the runtime reads them; empty without any. */
  public static String plans(Companion companion) {
    List<KernelPlan> plans = companion.plans();
    return plans.isEmpty() ? "" : KernelPlans.write(plans);
  }

  /** The kernels in CUDA C, each under the user's lines it comes from; empty without any. */
  public static String cuda(Companion companion) {
    List<KernelPlan> plans = companion.plans();
    Span declared = companion.inlined().method().span();
    String title = "Kernels of " + companion.simpleName() + ", from " + declared.file();
    return plans.isEmpty() ? "" : CudaWriter.write(title, plans, comments(companion));
  }

  private static Map<String, List<String>> comments(Companion companion) {
    Map<String, List<String>> comments = new LinkedHashMap<>();
    Stream.concat(Stream.of(companion.inlined()), companion.throughModules().stream())
        .forEach(sweeps -> {
          addComments(sweeps, sweeps.forward(), comments);
          addComments(sweeps, sweeps.reverse().reversed(), comments);
        });
    return comments;
  }

  private static void addComments(
      Sweeps sweeps, List<Step> steps, Map<String, List<String>> comments) {
    String method = sweeps.method().className() + "." + sweeps.method().name();
    for (Step step : steps) {
      if (step instanceof Step.RunKernel kernel) {
        List<String> lines =
            comments.computeIfAbsent(
                kernel.plan().name(), _ -> new ArrayList<>(List.of("In " + method + ":")));
        Span span = kernel.span();
        String line = "  %s:%d: %s".formatted(span.file(), span.line(), span.text());
        if (!lines.contains(line)) {
          lines.add(line);
        }
      }
    }
  }
}
