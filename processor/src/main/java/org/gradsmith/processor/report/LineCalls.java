/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.gradsmith.ir.Method;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;
import org.gradsmith.processor.report.SavedBytes.Holder;
import org.gradsmith.processor.report.SavedBytes.Kept;
import org.gradsmith.processor.shape.Dim;
import org.gradsmith.sweep.Step;
import org.gradsmith.sweep.Sweeps;

/** The places at which a straight line calls modules whose bodies do not stand in it. */
final class LineCalls {
  private static final String STRAIGHT = "__AD";

  private LineCalls() {}

  static List<CallSite> of(StraightPhases phases, TensorSizes sizes) {
    List<CallSite> calls = new ArrayList<>();
    for (Step step : phases.fused().forward()) {
      if (step instanceof Step.CallModule(Node.CallModule call)) {
        calls.add(of(call, phases, sizes));
      }
    }
    return calls;
  }

  private static CallSite of(Node.CallModule call, StraightPhases phases, TensorSizes sizes) {
    String label = call.module().name();
    List<Optional<String>> arguments =
        call.operands().stream().map(v -> Optional.of(v.name())).toList();
    ShapeBinding binding = new ShapeBinding(label, _ -> Optional.empty());
    List<String> texts = call.callee().map(Method::shapes).orElse(List.of());
    for (int i = 0; i < texts.size() && i < call.operands().size(); i++) {
      List<Dim> shape = phases.shapes().get(call.operands().get(i));
      if (shape != null) {
        binding.bind(texts.get(i), shape);
      }
    }
    return new CallSite(
        label,
        label,
        call.callee().map(m -> m.className() + STRAIGHT).stream().toList(),
        arguments,
        Optional.of(call.result().name()),
        false,
        kept(phases.fused(), sizes),
        new CalleeSizes(label, arguments, binding, sizes)::apply);
  }

  private static Function<String, Kept> kept(Sweeps sweeps, TensorSizes sizes) {
    return name -> {
      Value memory = sizes.memory(Value.tensor(name));
      boolean isHeld =
          sweeps.operands().contains(memory) || memory.equals(sizes.memory(sweeps.result()));
      return new Kept(memory.name(), sizes.bytes(memory), isHeld ? Holder.CALLER : Holder.SWEEP);
    };
  }
}
