/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlan.InputKind;
import org.gradsmith.kernel.KernelPlan.OutputKind;
import org.gradsmith.kernel.ScalarGraph;
import org.gradsmith.kernel.cpu.PointwiseSpec.Access;

/**
 * A variant of a plan as a pointwise loop and the sums that follow it.
 *
 * @param expressions what the loop computes, one per output of the loop
 * @param outputs what the outputs of the loop are; without any there is nothing to run
 * @param inputs what the inputs of the loop are: those of the plan that are read
 * @param sums the sums that are wanted
 */
record PlanLowering(
    List<Scalar> expressions, List<Operand> outputs, List<Operand> inputs, List<Sum> sums) {

  /** An operand of the loop. */
  sealed interface Operand {
    /** Output {@code index} of the plan. */
    record FullOutput(int index) implements Operand {}

    /** Memory for the terms of a sum that are no output. */
    record Scratch() implements Operand {}

    /** Input {@code index} of the plan. */
    record PlanInput(int index, InputKind kind) implements Operand {}

    /** Whether the operand moves on with each element of a row. */
    default boolean steps(PlanVariant variant) {
      return switch (place()) {
        case TENSOR, SCRATCH -> true;
        case CHANNELS -> variant.channelPerElement();
        case ONE -> false;
      };
    }

    /** What it has an element for. */
    default Place place() {
      return switch (this) {
        case FullOutput _ -> Place.TENSOR;
        case Scratch _ -> Place.SCRATCH;
        case PlanInput input ->
            switch (input.kind) {
              case FULL -> Place.TENSOR;
              case CHANNEL -> Place.CHANNELS;
              case SCALAR -> Place.ONE;
              case BROADCAST ->
                  throw new IllegalArgumentException(
                      "how an input is broadcast is not known: run a part of the plan");
            };
      };
    }
  }

  /** What an operand of the loop has an element for. */
  enum Place {
    /** For each element of the full tensor. */
    TENSOR,
    /** For each element of the piece in work. */
    SCRATCH,
    /** For each channel. */
    CHANNELS,
    /** For the whole kernel. */
    ONE
  }

  /**
   * A sum, or a mean.
   *
   * @param output which output of the plan it is
   * @param terms which output of the loop holds its terms
   */
  record Sum(int output, int terms, boolean isMean) {}

  /** Lowers the outputs that the variant wants. */
  static PlanLowering of(KernelPlan plan, PlanVariant variant) {
    return new Lowering(plan, variant).lower();
  }

  /** The loop. */
  PointwiseSpec spec(PlanVariant variant) {
    PointwiseSpec.Operand contiguous =
        new PointwiseSpec.Operand(variant.dtype(), Access.CONTIGUOUS);
    PointwiseSpec.Operand broadcast = new PointwiseSpec.Operand(variant.dtype(), Access.BROADCAST);
    return new PointwiseSpec(
        variant.dtype(),
        outputs.stream().map(_ -> contiguous).toList(),
        inputs.stream().map(input -> input.steps(variant) ? contiguous : broadcast).toList(),
        expressions);
  }

  private static final class Lowering {
    private final KernelPlan plan;
    private final PlanVariant variant;
    private final List<Scalar> expressions;

    /** The step of each output's expression; equal expressions have equal steps. */
    private final List<Integer> roots;

    private final List<Operand> outputs = new ArrayList<>();
    private final List<Integer> computed = new ArrayList<>();
    private final List<Sum> sums = new ArrayList<>();

    Lowering(KernelPlan plan, PlanVariant variant) {
      this.plan = plan;
      this.variant = variant;
      this.expressions = plan.graph().mapLeaves(this::absentAsNeutral);
      this.roots = ScalarGraph.of(expressions).roots();
    }

    private Scalar absentAsNeutral(Scalar leaf) {
      return leaf instanceof Scalar.Operand(int index) && !variant.present().get(index)
          ? Scalar.constant(-0.0)
          : leaf;
    }

    PlanLowering lower() {
      for (int i = 0; i < plan.outputs().size(); i++) {
        if (variant.wanted().get(i) && plan.outputs().get(i).kind() == OutputKind.FULL) {
          outputs.add(new Operand.FullOutput(i));
          computed.add(i);
        }
      }
      for (int i = 0; i < plan.outputs().size(); i++) {
        OutputKind kind = plan.outputs().get(i).kind();
        if (variant.wanted().get(i) && kind.isPerChannel()) {
          sums.add(new Sum(i, terms(i), kind == OutputKind.CHANNEL_MEAN));
        }
      }
      return withInputsRead(computed.stream().map(expressions::get).toList());
    }

    /** The output of the loop that holds the terms of a sum. */
    private int terms(int sum) {
      for (int i = 0; i < computed.size(); i++) {
        if (roots.get(computed.get(i)).equals(roots.get(sum))) {
          return i;
        }
      }
      outputs.add(new Operand.Scratch());
      computed.add(sum);
      return computed.size() - 1;
    }

    /** Keeps only the inputs that are read, and numbers them anew. */
    private PlanLowering withInputsRead(List<Scalar> read) {
      ScalarGraph graph = ScalarGraph.of(read);
      List<Integer> kept = List.copyOf(graph.operands());
      List<Operand> inputs = new ArrayList<>();
      for (int index : kept) {
        inputs.add(new Operand.PlanInput(index, plan.inputs().get(index).kind()));
      }
      List<Scalar> mapped =
          graph.mapLeaves(leaf ->
              leaf instanceof Scalar.Operand(int index)
                  ? Scalar.operand(kept.indexOf(index))
                  : leaf);
      return new PlanLowering(mapped, outputs, inputs, sums);
    }
  }
}
