/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.List;
import org.gradsmith.autograd.Edge;
import org.gradsmith.autograd.GradMode;
import org.gradsmith.autograd.Node;
import org.gradsmith.autograd.Released;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.TensorException;
import org.jspecify.annotations.Nullable;

/**
 * One compiled call in the autograd graph. Its edges are those of the call's operands, then those
 * that nested calls found.
 */
final class CompiledNode extends Node {
  private final SourceLines lines;
  private final Needs needs;
  private final List<@Nullable OperandInfo> operands;
  private final @Nullable Verification verification;
  private final boolean pure;
  private volatile @Nullable CompiledCall call;

  CompiledNode(
      String name,
      SourceLines lines,
      CompiledCall call,
      Needs needs,
      List<@Nullable OperandInfo> operands,
      @Nullable Edge[] edges,
      @Nullable Verification verification) {
    super(name, edges);
    this.lines = lines;
    this.call = call;
    this.needs = needs;
    this.operands = operands;
    this.verification = verification;
    this.pure = verification == null && !call.callsModules();
  }

  @Override
  public @Nullable Tensor[] backward(@Nullable Tensor[] gradients, boolean[] wanted) {
    CompiledCall record = call;
    if (record == null) {
      throw Released.by(this);
    }
    Tensor yBar = gradients[0];
    if (yBar == null) {
      return new @Nullable Tensor[edges().size()];
    }
    // The verify mode compares every gradient, so it computes every gradient.
    Needs now = verification == null ? needs.and(wanted) : needs;
    @Nullable Tensor[] result;
    try (var _ = GradMode.set(false)) {
      result = sweep(record, yBar.detach(), now);
      if (verification != null) {
        verification.compareGradients(yBar.detach(), operands, edges(), result);
      }
    }
    return GradMode.isEnabled()
        ? SecondDerivative.refused(name(), edges(), List.of(yBar), result)
        : result;
  }

  private @Nullable Tensor[] sweep(CompiledCall record, Tensor yBar, Needs now) {
    Adjoints bars = new Adjoints(operands.size());
    List<@Nullable Tensor> free;
    synchronized (record) {
      try {
        record.backward(yBar, now, bars);
      } catch (TensorException e) {
        throw lines.addTo(e);
      }
      free = record.takeFreeGradients();
    }
    @Nullable Tensor[] result = new @Nullable Tensor[operands.size() + free.size()];
    for (int i = 0; i < operands.size(); i++) {
      OperandInfo operand = operands.get(i);
      Tensor bar = bars.get(i);
      if (now.any(i) && operand != null && bar != null) {
        result[i] = operand.gradient(bar, name());
      }
    }
    for (int i = 0; i < free.size(); i++) {
      result[operands.size() + i] = free.get(i);
    }
    return result;
  }

  /** Hooks inside nested calls may hold the gradients they see. */
  @Override
  protected boolean isPure() {
    return pure;
  }

  @Override
  public void release() {
    CompiledCall record = call;
    call = null;
    if (record != null) {
      record.free();
    }
  }
}
