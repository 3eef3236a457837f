/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.javagen;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.gradsmith.fusion.Fusion;
import org.gradsmith.ir.Member;
import org.gradsmith.ir.Value;
import org.gradsmith.kernel.FusedPlan;
import org.gradsmith.sweep.Sweeps;

/**
 * All that is written into the companion of a class.
 *
 * @param packageName package of the class
 * @param simpleName simple binary name of the companion: {@code Outer$Inner__AD}
 * @param irHash hash of the method's intermediate representation
 * @param ir that representation, in chunks
 * @param constructors facts on the constructors of the class
 * @param inlined the sweeps with callees inlined
 * @param throughModules the sweeps in which modules are called, if anything was inlined
 * @param inlinedCalls what was inlined
 * @param shapes for each parameter, its declared shape
 */
public record Companion(
    String packageName,
    String simpleName,
    String irHash,
    List<String> ir,
    List<String> constructors,
    Sweeps inlined,
    Optional<Sweeps> throughModules,
    List<InlinedCall> inlinedCalls,
    List<DeclaredShape> shapes) {
  /** All sweeps. */
  public List<Sweeps> sweeps() {
    return Stream.concat(Stream.of(inlined), throughModules.stream()).toList();
  }

  /** The kernels of all sweeps, each once. */
  public List<FusedPlan> plans() {
    return sweeps().stream().flatMap(s -> Fusion.plans(s).stream()).distinct().toList();
  }

  /**
   * A call that was inlined.
   *
   * @param module the object it was called on
   * @param className binary name of the class whose body was taken
   * @param irHash hash of that body
   * @param hooks whether hooks of the module must stop inlining
   * @param exactClass whether the object may be of a subclass, so that its class must be asked for
   */
  public record InlinedCall(
      Value module, String className, String irHash, boolean hooks, boolean exactClass) {}

  /**
   * The shape a parameter must have.
   *
   * @param parameter the parameter
   * @param text the shape, as it stands in {@code @Shape}
   * @param members names in it that are integer members of the receiver
   */
  public record DeclaredShape(Value parameter, String text, List<Member> members) {}
}
