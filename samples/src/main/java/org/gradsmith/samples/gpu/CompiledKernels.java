/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gradsmith.kernel.KernelPlans;
import org.gradsmith.samples.inspect.ClassPath;

/** The kernels that the processor wrote beside the classes of this program and its libraries. */
final class CompiledKernels {
  private static final String PLANS = ".kernels";
  private static final String CUDA = ".cu";

  private CompiledKernels() {}

  /**
   * Reads those on the class path, in the order of their names.
   *
   * @throws IOException if a text cannot be read, or lies there without its plans
   */
  static List<KernelText> read(ClassPath path) throws IOException {
    Map<String, String> cuda = path.texts(CUDA);
    List<KernelText> texts = new ArrayList<>();
    for (Map.Entry<String, String> plans : path.texts(PLANS).entrySet()) {
      String name = plans.getKey().substring(0, plans.getKey().length() - PLANS.length());
      String text = cuda.get(name + CUDA);
      if (text == null) {
        throw new IOException(plans.getKey() + " lies on the class path without its " + CUDA);
      }
      texts.add(
          new KernelText(
              "kernels of compiled methods",
              name.substring(name.lastIndexOf('/') + 1) + CUDA,
              text,
              KernelPlans.read(plans.getValue()),
              Map.of()));
    }
    return texts;
  }
}
