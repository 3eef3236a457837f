/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gradsmith.kernel.FusedPlan;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlans;
import org.gradsmith.kernel.OpenRowPlan;
import org.gradsmith.samples.inspect.ClassPath;

/**
 * The kernels that the processor wrote beside the classes of this program and its libraries.
 *
 * @param pointwise those that work element by element
 * @param rows those over rows
 */
record CompiledKernels(List<KernelText> pointwise, List<FusedRowKernels> rows) {
  private static final String PLANS = ".kernels";
  private static final String CUDA = ".cu";
  private static final String FAMILY = "kernels of compiled methods";

  CompiledKernels {
    pointwise = List.copyOf(pointwise);
    rows = List.copyOf(rows);
  }

  /**
   * Reads those on the class path, in the order of their names.
   *
   * @throws IOException if a text cannot be read, or lies there without its plans
   */
  static CompiledKernels read(ClassPath path) throws IOException {
    Map<String, String> cuda = path.texts(CUDA);
    List<KernelText> pointwise = new ArrayList<>();
    List<FusedRowKernels> rows = new ArrayList<>();
    for (Map.Entry<String, String> plans : path.texts(PLANS).entrySet()) {
      String name = plans.getKey().substring(0, plans.getKey().length() - PLANS.length());
      String text = cuda.get(name + CUDA);
      if (text == null) {
        throw new IOException(plans.getKey() + " lies on the class path without its " + CUDA);
      }
      List<KernelPlan> elementwise = new ArrayList<>();
      List<OpenRowPlan> overRows = new ArrayList<>();
      for (FusedPlan plan : KernelPlans.readAll(plans.getValue())) {
        switch (plan) {
          case KernelPlan one -> elementwise.add(one);
          case OpenRowPlan one -> overRows.add(one);
        }
      }
      String file = name.substring(name.lastIndexOf('/') + 1) + CUDA;
      if (!elementwise.isEmpty()) {
        pointwise.add(new KernelText(FAMILY, file, text, elementwise, Map.of()));
      }
      if (!overRows.isEmpty()) {
        rows.add(new FusedRowKernels("rows of compiled methods", file + ", rows", text, overRows));
      }
    }
    return new CompiledKernels(pointwise, rows);
  }
}
