/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.gradsmith.ir.Value;
import org.gradsmith.processor.report.Launch.Kind;
import org.gradsmith.processor.report.Launch.Part;
import org.gradsmith.processor.report.Launch.Sized;
import org.gradsmith.processor.shape.Dim;
import org.gradsmith.sweep.Step;
import org.gradsmith.sweep.Sweeps;

/** Reads what a straight line runs off its fused sweeps, in order. */
final class Launches {
  private final StraightPhases phases;
  private final TensorSizes sizes;
  private final String generated;
  private final Work work;
  private final Set<Value> madeForward = new HashSet<>();

  private Launches(StraightPhases phases, TensorSizes sizes, String generated) {
    this.generated = generated;
    this.phases = phases;
    this.sizes = sizes;
    this.work = new Work(sizes);
    phases.differentiated().forward().forEach(step -> madeForward.addAll(step.makes()));
  }

  /**
   * The launches of a straight line.
   *
   * @param generated simple name of its generated class
   */
  static List<Launch> of(StraightPhases phases, TensorSizes sizes, String generated) {
    Launches launches = new Launches(phases, sizes, generated);
    Sweeps fused = phases.fused();
    return Stream.concat(
            fused.forward().stream().map(step -> launches.launch(step, false)),
            fused.reverse().stream().map(step -> launches.launch(step, true)))
        .toList();
  }

  private Launch launch(Step step, boolean isReverse) {
    return switch (step) {
      case Step.Compute compute -> {
        boolean isView = sizes.isFree(compute.node());
        yield make(
            step,
            isReverse,
            isView ? Kind.VIEW : Kind.OP,
            compute.node().op().name(),
            List.of(compute));
      }
      case Step.RunKernel kernel ->
          make(step, isReverse, Kind.KERNEL, kernel.plan().name(), phases.members().apply(kernel));
      case Step.CallModule call ->
          make(step, isReverse, Kind.CALL, call.call().module().name(), List.of());
      case Step.ReverseModule call ->
          make(step, isReverse, Kind.CALL, call.call().module().name(), List.of());
      case Step.Contribute contribute ->
          make(
              step,
              isReverse,
              Kind.GRADIENT,
              phases.fused().operands().get(contribute.operand()).name(),
              List.of());
    };
  }

  private Launch make(
      Step step, boolean isReverse, Kind kind, String name, List<Step.Compute> members) {
    boolean moves = kind == Kind.KERNEL || kind == Kind.OP;
    List<Part> parts =
        members.stream()
            .map(m ->
                new Part(
                    m.node().op().name(),
                    m.reads().stream().map(Value::name).toList(),
                    m.makes().stream().map(Value::name).toList(),
                    isReverse && madeForward.containsAll(m.makes()),
                    m.span()))
            .toList();
    return new Launch(
        isReverse,
        kind,
        name,
        kind == Kind.KERNEL ? generated : "",
        step.span(),
        parts,
        sized(step.reads(), sizes::bytesRead),
        sized(step.makes(), sizes::bytes),
        moves ? bytes(step) : Dim.of(0),
        moves ? flops(members) : Optional.of(Dim.of(0)));
  }

  private static List<Sized> sized(List<Value> tensors, Function<Value, Dim> bytes) {
    return tensors.stream().distinct().map(v -> new Sized(v.name(), bytes.apply(v))).toList();
  }

  private Dim bytes(Step step) {
    return Stream.concat(
            step.reads().stream().distinct().map(sizes::bytesRead),
            step.makes().stream()
                .distinct()
                .filter(made -> !step.reads().contains(made))
                .map(sizes::bytes))
        .reduce(Dim.of(0), Dim::plus);
  }

  private Optional<Dim> flops(List<Step.Compute> members) {
    List<Dim> all = new ArrayList<>();
    for (Step.Compute member : members) {
      Optional<Dim> own = work.of(member.node());
      if (own.isEmpty()) {
        return Optional.empty();
      }
      all.add(own.get());
    }
    return Optional.of(all.stream().reduce(Dim.of(0), Dim::plus));
  }
}
