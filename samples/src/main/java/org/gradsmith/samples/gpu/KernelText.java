/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import java.util.List;
import java.util.Map;
import org.gradsmith.kernel.KernelPlan;

/**
 * Kernels in one text of CUDA C.
 *
 * @param family what kind of kernels they are, for the report
 * @param name what messages call the text
 * @param plans what the kernels compute
 * @param domains where the inputs of a kernel lie, by its name; kernels that are missing here take
 *     any numbers
 */
record KernelText(
    String family,
    String name,
    String cuda,
    List<KernelPlan> plans,
    Map<String, List<Domain>> domains) {

  /** The values that an input is made of. */
  record Domain(double low, double high) {}

  KernelText {
    plans = List.copyOf(plans);
    domains = Map.copyOf(domains);
  }

  /** Whether some kernel has inputs or outputs that lie as a call's shapes say. */
  boolean isOpen() {
    return plans.stream().anyMatch(KernelPlan::isOpen);
  }
}
