/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.gradsmith.autograd.Edge;
import org.gradsmith.autograd.SavedTensor;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** One call of the generated forward sweep of a module. */
public abstract class CompiledCall extends RecordedCall {
  private final List<NestedCall> nested = new ArrayList<>(0);
  private boolean recording;

  protected CompiledCall() {}

  /** Computes the result and keeps nothing. */
  public abstract Tensor evaluate();

  /**
   * Computes the result and keeps what {@link #backward} reads for the gradients that are needed.
   *
   * @param needs which operands need a gradient
   */
  public abstract Tensor record(Needs needs);

  /**
   * The reverse sweep. Reads saved values through {@link SavedTensor#unpack}, and may run more than
   * once.
   *
   * @param yBar gradient of the result
   * @param needs which operands need a gradient
   * @param bars takes the gradient of each operand that needs one
   */
  public abstract void backward(Tensor yBar, Needs needs, Adjoints bars);

  /**
   * Whether the sweep goes through {@link #call}: then tensors outside {@link #operands} may need
   * gradients, which is known only after the forward sweep.
   */
  public boolean callsModules() {
    return false;
  }

  /**
   * Calls an inner module as the user's body would, hooks included.
   *
   * @param module the module's {@code call}
   * @param x its argument
   * @param needsGradient whether the argument's gradient is needed: for an operand its bit in
   *     {@link Needs}, for the result of another nested call {@link NestedCall#needsGradient()}
   */
  protected final NestedCall call(
      Function<Tensor, Tensor> module, Tensor x, boolean needsGradient) {
    NestedCall call =
        recording ? NestedCall.record(module, x, needsGradient) : NestedCall.plain(module, x);
    if (call.needsGradient()) {
      nested.add(call);
    }
    return call;
  }

  /** Says that {@link #record} follows. */
  final void startRecording() {
    recording = true;
  }

  /** Edges of nested calls to tensors that are not operands of this call, in order of the calls. */
  final List<Edge> freeEdges() {
    return nested.isEmpty()
        ? List.of()
        : nested.stream().flatMap(call -> call.freeEdges().stream()).toList();
  }

  /**
   * Gradients that belong to {@link #freeEdges()}, after {@link #backward}; null where none came.
   */
  final List<@Nullable Tensor> takeFreeGradients() {
    List<@Nullable Tensor> gradients = new ArrayList<>(0);
    nested.forEach(call -> gradients.addAll(call.takeFreeGradients()));
    return gradients;
  }

  @Override
  final void free() {
    super.free();
    nested.clear();
  }
}
