/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.lang.invoke.MethodHandles;
import org.gradsmith.kernel.cpu.PointwiseClassWriter.Form;

/** Loops from their class files, as the runtime defines them. */
final class DefinedLoops {
  private DefinedLoops() {}

  static PointwiseLoop define(PointwiseSpec spec, Form form) {
    return PointwiseClassWriter.loop(
        DefinedLoops.class.getPackageName(), spec, form, DefinedLoops::define);
  }

  static PointwiseLoop warming(PointwiseSpec spec) {
    return PointwiseClassWriter.warming(
        DefinedLoops.class.getPackageName(), spec, DefinedLoops::define);
  }

  /** A loop that arrays may take part in. */
  static PointwiseLoop anywhere(PointwiseSpec spec) {
    return PointwiseClassWriter.anywhere(
        DefinedLoops.class.getPackageName(), spec, DefinedLoops::define);
  }

  static RowPasses define(RowLowering lowering, Form form, boolean byAddress) {
    return (RowPasses)
        instance(
            RowClassWriter.write(DefinedLoops.class.getPackageName(), lowering, form, byAddress));
  }

  private static PointwiseLoop define(byte[] classFile) {
    return (PointwiseLoop) instance(classFile);
  }

  private static Object instance(byte[] classFile) {
    try {
      return MethodHandles.lookup()
          .defineHiddenClass(classFile, true)
          .lookupClass()
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a class of a loop", e);
    }
  }
}
