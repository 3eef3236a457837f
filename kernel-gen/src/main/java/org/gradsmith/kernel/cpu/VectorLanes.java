/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import org.gradsmith.ir.DType;

/**
 * How many elements a vector of this processor holds. Code on scalars that gives the bits of code
 * on vectors has to know; it must not name the incubating module, which may be absent.
 */
final class VectorLanes {
  private static final String MODULE = "jdk.incubator.vector";

  /** Bytes of a vector where nobody uses vectors. */
  private static final int STANDARD = 32;

  private static final int BYTES =
      ModuleLayer.boot().findModule(MODULE).map(VectorLanes::preferred).orElse(STANDARD);

  private VectorLanes() {}

  /** A power of two. */
  static int of(DType dtype) {
    return BYTES / dtype.byteSize();
  }

  private static int preferred(Module module) {
    try {
      Object species =
          Class.forName(module, MODULE + ".FloatVector").getField("SPECIES_PREFERRED").get(null);
      Class<?> type = Class.forName(module, MODULE + ".VectorSpecies");
      return (int) type.getMethod("vectorByteSize").invoke(species);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(MODULE + " does not say how long its vectors are", e);
    }
  }
}
