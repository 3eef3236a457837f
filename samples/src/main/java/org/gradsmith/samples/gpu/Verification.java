/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.gradsmith.samples.gpu.Bandwidth.Rate;

/**
 * What a verification found.
 *
 * @param tallies of each family of kernels, in each dtype
 * @param without what has no kernel yet, with the reason
 * @param rates of the device and of our kernels
 * @param problems what ended early, with the reason
 * @param peers those of PyTorch
 */
record Verification(
    Environment environment,
    List<Tally> tallies,
    SortedMap<String, String> without,
    List<Rate> rates,
    List<String> problems,
    Peers peers) {

  /** Whether everything was done, and all kernels agree with their plans. */
  boolean agrees() {
    return problems.isEmpty()
        && !tallies.isEmpty()
        && tallies.stream().allMatch(tally -> tally.wrong() == 0);
  }

  /** The first elements that are wrong, and what ended early. */
  List<String> disagreements() {
    return Stream.concat(
            tallies.stream().flatMap(tally -> tally.messages().stream()), problems.stream())
        .toList();
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
