/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import java.util.List;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlan.InputKind;
import org.gradsmith.kernel.KernelPlan.OutputKind;
import org.gradsmith.kernel.cuda.CudaVariant;

/**
 * A fused layer whose speed is measured, over rows of {@link #COLUMNS} columns.
 *
 * @param name as the script for PyTorch calls it
 * @param text the companion that its kernels are in; for ops over rows the names of those of its
 *     passes, with a comma between
 * @param forwardTensors the full tensors that a forward pass must move: each input once, each
 *     result once
 * @param backwardTensors those of a backward pass, the cotangent that comes in among them
 */
record Workload(
    String name,
    String text,
    List<InputKind> forwardInputs,
    List<InputKind> backwardInputs,
    List<OutputKind> backwardOutputs,
    int forwardTensors,
    int backwardTensors) {
  static final int COLUMNS = 1024;

  private static final InputKind FULL = InputKind.FULL;
  private static final InputKind PER_COLUMN = InputKind.CHANNEL;
  private static final String BACKWARD = "Backward";

  static final List<Workload> ALL =
      List.of(
          new Workload(
              "a gelu(x*w+b)",
              "ScaledGelu__AD.cu",
              List.of(FULL, PER_COLUMN, PER_COLUMN),
              List.of(FULL, FULL, PER_COLUMN, PER_COLUMN),
              List.of(OutputKind.CHANNEL_SUM, OutputKind.CHANNEL_SUM, OutputKind.FULL),
              2,
              3),
          ofRows("b softmax", "softmax", "softmaxGrad"),
          ofRows("c layernorm", "layerNorm", "layerNormGrad"),
          new Workload(
              "d swiglu",
              "SwiGlu__AD.cu",
              List.of(FULL, FULL),
              List.of(FULL, FULL, FULL),
              List.of(OutputKind.FULL, OutputKind.FULL),
              3,
              5),
          new Workload(
              "e 12-op chain",
              "TwelveOps__AD.cu",
              List.of(FULL, FULL),
              List.of(FULL, FULL, FULL),
              List.of(OutputKind.FULL, OutputKind.FULL),
              3,
              5));

  private static Workload ofRows(String name, String forward, String backward) {
    return new Workload(name, forward + "," + backward, List.of(), List.of(), List.of(), 2, 3);
  }

  /** Whether its passes are rows of the table. */
  boolean isOfRows() {
    return text.indexOf(',') > 0;
  }

  /** The op of the forward pass, if it is one over rows. */
  String forwardOp() {
    return text.substring(0, text.indexOf(','));
  }

  /** The op of the backward pass, if it is one over rows. */
  String backwardOp() {
    return text.substring(text.indexOf(',') + 1);
  }

  /** The kernel of the forward pass, among those of the text. */
  CudaVariant forward(List<KernelPlan> plans) {
    KernelPlan plan = find(plans, false);
    return new CudaVariant(
        plan, forwardInputs, plan.outputs().stream().map(KernelPlan.Output::kind).toList());
  }

  /** The kernel of the backward pass. */
  CudaVariant backward(List<KernelPlan> plans) {
    return new CudaVariant(find(plans, true), backwardInputs, backwardOutputs);
  }

  private KernelPlan find(List<KernelPlan> plans, boolean backward) {
    List<KernelPlan> found =
        plans.stream().filter(plan -> plan.name().endsWith(BACKWARD) == backward).toList();
    if (found.size() != 1) {
      throw new IllegalStateException(
          "%s has %d kernels for the %s pass, instead of one"
              .formatted(text, found.size(), backward ? "backward" : "forward"));
    }
    return found.getFirst();
  }
}
