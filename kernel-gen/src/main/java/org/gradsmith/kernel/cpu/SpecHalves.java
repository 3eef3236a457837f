/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.ScalarGraph;
import org.gradsmith.kernel.cpu.PointwiseSpec.Access;
import org.gradsmith.kernel.lane.LaneGraph;

/**
 * A spec as two that run one after the other. The first writes nothing but the values that the
 * second reads, so that an output may still be the memory of an input.
 *
 * @param first its outputs are contiguous, of the dtype of the computation
 * @param second its inputs are those of the whole, then the outputs of the first
 */
record SpecHalves(PointwiseSpec first, PointwiseSpec second) {

  /** The halves of about the same length; empty where there is one step only. */
  static Optional<SpecHalves> of(PointwiseSpec spec) {
    ScalarGraph graph = ScalarGraph.of(spec.expressions());
    List<ScalarGraph.Step> steps = graph.steps();
    int[] lengths = new int[steps.size()];
    int whole = 0;
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = steps.get(i).isComputed() ? length(spec, steps.get(i)) : 0;
      whole += lengths[i];
    }
    int cut = 0;
    for (int before = 0;
        cut < lengths.length && (2 * (before + lengths[cut]) <= whole || before == 0);
        cut++) {
      before += lengths[cut];
    }
    List<Integer> kept = keptAt(graph, cut);
    boolean restComputed = steps.subList(cut, steps.size()).stream().anyMatch(s -> s.isComputed());
    return restComputed ? Optional.of(at(spec, graph, kept)) : Optional.empty();
  }

  /** How many steps on a lane a step is. */
  private static int length(PointwiseSpec spec, ScalarGraph.Step step) {
    List<Scalar> leaves = Collections.nCopies(step.arguments().size(), Scalar.operand(0));
    Scalar alone = ScalarGraph.withArguments(step.scalar(), leaves);
    return LaneGraph.of(spec.dtype(), List.of(alone)).steps().size();
  }

  /** The steps before a cut that are computed, and read behind it or roots. */
  private static List<Integer> keptAt(ScalarGraph graph, int cut) {
    List<ScalarGraph.Step> steps = graph.steps();
    return Stream.concat(
            steps.subList(cut, steps.size()).stream().flatMap(step -> step.arguments().stream()),
            graph.roots().stream())
        .filter(step -> step < cut && steps.get(step).isComputed())
        .distinct()
        .sorted()
        .toList();
  }

  private static SpecHalves at(PointwiseSpec spec, ScalarGraph graph, List<Integer> kept) {
    PointwiseSpec.Operand between = new PointwiseSpec.Operand(spec.dtype(), Access.CONTIGUOUS);
    List<PointwiseSpec.Operand> betweens = Collections.nCopies(kept.size(), between);
    Map<Integer, Scalar> read = new HashMap<>();
    for (int step : kept) {
      read.put(step, Scalar.operand(spec.inputs().size() + read.size()));
    }
    List<PointwiseSpec.Operand> inputs = new ArrayList<>(spec.inputs());
    inputs.addAll(betweens);
    List<Scalar> values = kept.stream().map(step -> graph.steps().get(step).scalar()).toList();
    return new SpecHalves(
        new PointwiseSpec(spec.dtype(), betweens, spec.inputs(), values),
        new PointwiseSpec(spec.dtype(), spec.outputs(), inputs, graph.replace(read)));
  }
}
