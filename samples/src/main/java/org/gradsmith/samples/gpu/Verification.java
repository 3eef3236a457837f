/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import java.util.List;
import java.util.SortedMap;
import org.gradsmith.samples.gpu.Bandwidth.Rate;

/**
 * What a verification found.
 *
 * @param tallies of each family of kernels, in each dtype
 * @param without what has no kernel yet, with the reason
 * @param rates of the device and of our kernels
 * @param peers those of PyTorch
 */
record Verification(
    Environment environment,
    List<Tally> tallies,
    SortedMap<String, String> without,
    List<Rate> rates,
    Peers peers) {

  /** Whether all kernels agree with their plans. */
  boolean agrees() {
    return !tallies.isEmpty() && tallies.stream().allMatch(tally -> tally.wrong() == 0);
  }

  /** How fast the device copies large tensors; 0 if that was not measured. */
  double copyBytesPerSecond() {
    return rates.stream()
        .filter(rate -> rate.pass().equals("copy"))
        .mapToDouble(Rate::bytesPerSecond)
        .max()
        .orElse(0);
  }
}
