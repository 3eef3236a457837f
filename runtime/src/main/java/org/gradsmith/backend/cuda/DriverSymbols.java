/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * The functions of the driver that JCuda is linked to. One that the driver lacks does no harm until
 * it is called, and then ends the process without an exception.
 *
 * @param wanted how many JCuda is linked to
 * @param missing those that the driver lacks
 */
public record DriverSymbols(int wanted, List<String> missing) {
  public DriverSymbols {
    missing = List.copyOf(missing);
  }

  /** Compares JCuda with the driver of this machine; empty where one of them is missing. */
  @SuppressWarnings("restricted") // callers ask for the driver, which needs native access anyway
  public static Optional<DriverSymbols> compare() {
    Optional<ElfFile> library = JCudaNatives.content("JCudaDriver");
    if (library.isEmpty()) {
      return Optional.empty();
    }
    SortedSet<String> wanted = library.get().imports("cu");
    try (Arena arena = Arena.ofConfined()) {
      SymbolLookup driver = SymbolLookup.libraryLookup(GpuProbe.DRIVER, arena);
      return Optional.of(
          new DriverSymbols(
              wanted.size(), wanted.stream().filter(name -> driver.find(name).isEmpty()).toList()));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
