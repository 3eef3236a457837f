/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.scalar.RowExpression.Place;
import org.gradsmith.ir.scalar.RowExpression.Target;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlan.Input;
import org.gradsmith.kernel.KernelPlan.InputKind;
import org.gradsmith.kernel.KernelPlan.Output;
import org.gradsmith.kernel.KernelPlan.OutputKind;
import org.gradsmith.kernel.OpenRowPlan;
import org.gradsmith.kernel.RowPlan;
import org.gradsmith.kernel.cuda.CudaTypes;
import org.gradsmith.kernel.cuda.CudaVariant;

/**
 * One round of the verification: what a text is compiled for, and how inputs and outputs lie whose
 * kind is open. The first two rounds have all of them full; then all but the first input lie along
 * channels and everything is summed; behind that it is random. Rounds change between float32 and
 * float64, pairs of them between indices of 32 and 64 bits.
 */
record Layouts(int round) {
  /** The rounds that differ for kernels without anything open: dtypes and indices. */
  static final int CLOSED_ROUNDS = 4;

  private static final InputKind[] INPUTS = {InputKind.FULL, InputKind.CHANNEL, InputKind.SCALAR};
  private static final Place[] PLACES = Place.values();
  private static final Target[] TARGETS = Target.values();

  CudaTypes types() {
    return new CudaTypes(round % 2 == 0 ? DType.FLOAT32 : DType.FLOAT64, round / 2 % 2 == 1);
  }

  /** A plan in this round's layout. */
  CudaVariant of(KernelPlan plan) {
    Random random = new Random(round * 31L + plan.name().hashCode());
    List<InputKind> inputs = new ArrayList<>();
    boolean full = plan.inputs().stream().anyMatch(input -> input.kind() == InputKind.FULL);
    for (Input input : plan.inputs()) {
      InputKind kind = input.kind();
      if (kind == InputKind.BROADCAST) {
        kind = full ? later(random) : InputKind.FULL;
        full = true;
      }
      inputs.add(kind);
    }
    List<OutputKind> outputs = new ArrayList<>();
    for (Output output : plan.outputs()) {
      outputs.add(
          switch (output.kind()) {
            case SUM_TO -> sum(random);
            case SUM, CHANNEL_SUM -> OutputKind.CHANNEL_SUM;
            case MEAN, CHANNEL_MEAN -> OutputKind.CHANNEL_MEAN;
            case FULL -> OutputKind.FULL;
          });
    }
    return new CudaVariant(plan, inputs, outputs);
  }

  /**
   * A plan over rows in this round's layout. What lies as a call's shapes say has the full shape in
   * the first two rounds, then, behind the first input of the full shape, an element per column,
   * then one per row; after that it is random. Sums to shapes have those of their terms.
   */
  RowPlan of(OpenRowPlan plan) {
    if (round < 2) {
      return plan.whole();
    }
    Random random = new Random(round * 31L + plan.name().hashCode());
    SortedMap<Integer, Place> places = new TreeMap<>();
    boolean full = plan.inputs().stream().anyMatch(i -> i.kind() == OpenRowPlan.InputKind.FULL);
    for (int i = 0; i < plan.inputs().size(); i++) {
      OpenRowPlan.InputKind kind = plan.inputs().get(i).kind();
      places.put(i, isOpen(kind) && full ? place(random) : kind.place());
      full |= kind == OpenRowPlan.InputKind.BROADCAST;
    }
    SortedMap<Integer, Target> made = new TreeMap<>();
    for (OpenRowPlan.Output output : plan.outputs()) {
      boolean isSum = output.kind() == OpenRowPlan.OutputKind.SUM_TO;
      made.put(made.size(), isSum ? target(random) : output.kind().target());
    }
    return plan.part(places, made);
  }

  /** What a pass makes of a sum to a shape. */
  private Target target(Random random) {
    return switch (round / 2) {
      case 1 -> Target.COLUMN_SUM;
      case 2 -> Target.ROW;
      default -> TARGETS[random.nextInt(TARGETS.length)];
    };
  }

  /** Whether an input of a plan over rows lies as a call's shapes say. */
  static boolean isOpen(OpenRowPlan.InputKind kind) {
    return kind == OpenRowPlan.InputKind.BROADCAST || kind == OpenRowPlan.InputKind.WITHIN;
  }

  /** Where such an input lies behind the first one of the full shape. */
  private Place place(Random random) {
    return switch (round / 2) {
      case 1 -> Place.COLUMN;
      case 2 -> Place.ROW;
      default -> PLACES[random.nextInt(PLACES.length)];
    };
  }

  /** The kind of an open input behind the first full one. */
  private InputKind later(Random random) {
    return switch (round / 2) {
      case 0 -> InputKind.FULL;
      case 1 -> InputKind.CHANNEL;
      default -> INPUTS[random.nextInt(INPUTS.length)];
    };
  }

  private OutputKind sum(Random random) {
    boolean summed = round / 2 == 1 || (round / 2 > 1 && random.nextBoolean());
    return summed ? OutputKind.CHANNEL_SUM : OutputKind.FULL;
  }

  @Override
  public String toString() {
    return "round %d, %s".formatted(round, types().dtype());
  }
}
