/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.autograd.Edge;
import org.gradsmith.autograd.GradMode;
import org.gradsmith.autograd.Node;
import org.gradsmith.autograd.Released;
import org.gradsmith.compiled.flow.Flow;
import org.gradsmith.compiled.flow.Slot;
import org.gradsmith.compiled.flow.Sweep;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.TensorException;
import org.jspecify.annotations.Nullable;

/**
 * One call of a method with control flow in the autograd graph. Its edges are the tensors from
 * outside that the call used and that need a gradient; its outputs are the tensors it returned or
 * stored where others see them.
 */
final class SweepNode extends Node {
  private final List<Slot> outputs;
  private final List<Slot> inputs;
  private final Flow flow;
  private final @Nullable Verification verification;
  private volatile @Nullable Sweep call;

  SweepNode(
      String name,
      Sweep call,
      Flow flow,
      List<Slot> outputs,
      @Nullable Edge[] edges,
      @Nullable Verification verification) {
    super(name, edges);
    this.call = call;
    this.flow = flow;
    this.outputs = List.copyOf(outputs);
    this.inputs = List.copyOf(flow.edges().values());
    this.verification = verification;
  }

  @Override
  public int outputs() {
    return outputs.size();
  }

  @Override
  public @Nullable Tensor[] backward(@Nullable Tensor[] gradients, boolean[] wanted) {
    Sweep sweep = call;
    if (sweep == null) {
      throw Released.by(this);
    }
    List<Tensor> cotangents = new ArrayList<>();
    @Nullable Tensor[] result = new @Nullable Tensor[inputs.size()];
    try (var _ = GradMode.set(false)) {
      synchronized (flow) {
        flow.clearShadows();
        for (int i = 0; i < outputs.size(); i++) {
          Tensor bar = gradients[i];
          if (bar != null) {
            cotangents.add(bar);
            outputs.get(i).add(bar.detach());
          }
        }
        try {
          sweep.reverse(0);
        } catch (TensorException e) {
          throw SweepLines.addTo(e, sweep.getClass());
        } finally {
          for (int i = 0; i < result.length; i++) {
            result[i] = inputs.get(i).take();
          }
        }
      }
      if (verification != null && !cotangents.isEmpty()) {
        verification.compareGradients(cotangents.getFirst().detach(), List.of(), edges(), result);
      }
    }
    return GradMode.isEnabled()
        ? SecondDerivative.refused(name(), edges(), cotangents, result)
        : result;
  }

  @Override
  public void release() {
    call = null;
  }
}
