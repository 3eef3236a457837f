/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu;

import java.lang.invoke.MethodHandles;
import java.util.concurrent.ConcurrentHashMap;
import org.gradsmith.kernel.cpu.NativeMemory;
import org.gradsmith.kernel.cpu.PointwiseClassWriter;
import org.gradsmith.kernel.cpu.PointwiseClassWriter.Form;
import org.gradsmith.kernel.cpu.PointwiseLoop;
import org.gradsmith.kernel.cpu.PointwiseSpec;
import org.gradsmith.kernel.cpu.RowClassWriter;
import org.gradsmith.kernel.cpu.RowLowering;
import org.gradsmith.kernel.cpu.RowPasses;
import org.gradsmith.kernel.cpu.WarmingPasses;

/** The loops that were needed so far, each a hidden class that is written at its first use. */
final class PointwiseLoops {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final String PACKAGE = LOOKUP.lookupClass().getPackageName();
  private static final Form FORM =
      ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() ? Form.VECTOR : Form.SCALAR;
  private static final ConcurrentHashMap<PointwiseSpec, PointwiseLoop> LOOPS =
      new ConcurrentHashMap<>();

  private PointwiseLoops() {}

  /** Whether loops use the Vector API. */
  static boolean useVectors() {
    return FORM == Form.VECTOR;
  }

  static PointwiseLoop find(PointwiseSpec spec) {
    return LOOPS.computeIfAbsent(spec, PointwiseLoops::make);
  }

  private static PointwiseLoop make(PointwiseSpec spec) {
    PointwiseLoop onNative =
        useVectors()
            ? PointwiseClassWriter.warming(PACKAGE, spec, PointwiseLoops::define)
            : PointwiseClassWriter.loop(PACKAGE, spec, FORM, PointwiseLoops::define);
    return new AnyMemoryLoop(
        onNative, () -> PointwiseClassWriter.anywhere(PACKAGE, spec, PointwiseLoops::define));
  }

  private static PointwiseLoop define(byte[] classFile) {
    return (PointwiseLoop) instance(classFile);
  }

  /**
   * The passes of a row kernel; whoever asks keeps them.
   *
   * @param onNative whether all memory is native; otherwise arrays may take part
   */
  static RowPasses define(RowLowering lowering, boolean onNative) {
    RowPasses scalars = define(lowering, Form.SCALAR, onNative);
    return onNative && useVectors()
        ? new WarmingPasses(scalars, define(lowering, Form.VECTOR, onNative), lowering)
        : scalars;
  }

  private static RowPasses define(RowLowering lowering, Form form, boolean onNative) {
    return (RowPasses) instance(RowClassWriter.write(PACKAGE, lowering, form, byAddress(onNative)));
  }

  /** Whether loops see memory by address. */
  static boolean byAddress(boolean onNative) {
    return onNative && NativeMemory.BY_ADDRESS;
  }

  private static Object instance(byte[] classFile) {
    try {
      return LOOKUP
          .defineHiddenClass(classFile, true)
          .lookupClass()
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a class that was written could not be made", e);
    }
  }
}
