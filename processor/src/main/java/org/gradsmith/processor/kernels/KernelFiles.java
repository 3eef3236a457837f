/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.kernels;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradsmith.fusion.Fusion;
import org.gradsmith.ir.Span;
import org.gradsmith.kernel.FusedPlan;
import org.gradsmith.kernel.KernelPlans;
import org.gradsmith.kernel.cuda.CudaFile;
import org.gradsmith.sweep.Step;
import org.gradsmith.sweep.Sweeps;

/** Contents of the kernel files. */
public final class KernelFiles {
  private KernelFiles() {}

  /** Kernels as the runtime reads them; empty without any. */
  public static String plans(List<FusedPlan> plans) {
    return plans.isEmpty() ? "" : KernelPlans.write(plans);
  }

  /**
   * Kernels in CUDA C, each under the user's lines it comes from; empty without any.
   *
   * @param generated simple name of the class that runs them
   * @param sweeps the sweeps in which it does
   */
  public static String cuda(String generated, List<Sweeps> sweeps) {
    List<FusedPlan> plans =
        sweeps.stream().flatMap(s -> Fusion.plans(s).stream()).distinct().toList();
    String title = "Kernels of " + generated + ", from " + sweeps.getFirst().method().span().file();
    return plans.isEmpty() ? "" : CudaFile.write(title, plans, comments(sweeps));
  }

  private static Map<String, List<String>> comments(List<Sweeps> all) {
    Map<String, List<String>> comments = new LinkedHashMap<>();
    for (Sweeps sweeps : all) {
      addComments(sweeps, sweeps.forward(), comments);
      addComments(sweeps, sweeps.reverse().reversed(), comments);
    }
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
