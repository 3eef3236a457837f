/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.memory;

/**
 * What tensors hold of off-heap memory, in bytes.
 *
 * @param live held by storages that were not given back yet
 * @param cached given back, and kept for the next storage
 * @param peak the most that was ever held by storages at one time
 * @param budget what live and cached may come to together
 * @param storages number of storages that were not given back yet
 * @param collections how often the allocator asked for a garbage collection
 */
public record MemoryReport(
    long live, long cached, long peak, long budget, long storages, long collections) {
  /** The state of this process's allocator, after it took back what is known to be unreachable. */
  public static MemoryReport now() {
    return Allocator.ofProcess().report();
  }

  @Override
  public String toString() {
    return "%s live in %d storages, %s cached, %s at the peak, of a budget of %s"
        .formatted(
            ByteSize.text(live),
            storages,
            ByteSize.text(cached),
            ByteSize.text(peak),
            ByteSize.text(budget));
  }
}
