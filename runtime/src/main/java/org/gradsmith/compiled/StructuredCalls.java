/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.autograd.Edge;
import org.gradsmith.autograd.ForwardMode;
import org.gradsmith.autograd.Node;
import org.gradsmith.autograd.ViewHistory;
import org.gradsmith.compiled.flow.Flow;
import org.gradsmith.compiled.flow.Holders;
import org.gradsmith.compiled.flow.Slot;
import org.gradsmith.compiled.flow.Sweep;
import org.gradsmith.tensor.Primitives;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.TensorException;
import org.jspecify.annotations.Nullable;

/** Calls of methods with control flow, each recorded as one node of the autograd graph. */
final class StructuredCalls {
  private StructuredCalls() {}

  /**
   * Runs the compiled method and records it.
   *
   * @param arguments receiver first
   */
  static @Nullable Object record(
      String name,
      Class<? extends Sweep> type,
      @Nullable Verification verification,
      @Nullable Object... arguments) {
    for (Object argument : arguments) {
      if (argument instanceof Tensor tensor) {
        ForwardMode.refuse("the compiled form of " + name, Arrays.asList(tensor));
      }
    }
    Flow flow = new Flow();
    Sweep sweep = SweepClasses.begin(type, flow);
    Object value;
    try (var _ = Autograd.noGrad()) {
      value = sweep.run(sweep.rereadsArrays() ? unchanging(flow, arguments) : arguments);
      if (value instanceof Tensor tensor && flow.isFromOutside(tensor) && !flow.isWritten(tensor)) {
        value = flow.alias(Primitives.expand(tensor, tensor.shape()), tensor);
      }
    } catch (TensorException e) {
      throw SweepLines.addTo(e, type);
    }
    List<Tensor> written = flow.written();
    List<Tensor> outputs = new ArrayList<>(written);
    collect(flow, value, written, outputs);
    flow.escaped().forEach(t -> collect(flow, t, written, outputs));
    if (!outputs.isEmpty() && !flow.edges().isEmpty()) {
      List<Slot> slots = outputs.stream().map(flow::slot).toList();
      Node node =
          new SweepNode(
              name,
              sweep,
              flow,
              slots,
              flow.edges().keySet().toArray(new @Nullable Edge[0]),
              verification);
      for (int i = 0; i < outputs.size(); i++) {
        if (i < written.size()) {
          ViewHistory.moveTo(outputs.get(i), new Edge(node, i));
        } else {
          outputs.get(i).computedBy(node, i);
        }
      }
    }
    return value;
  }

  /** The caller may write to arrays before the call is reversed. */
  private static @Nullable Object[] unchanging(Flow flow, @Nullable Object[] arguments) {
    return Arrays.stream(arguments)
        .map(argument ->
            switch (argument) {
              case double[] array -> flow.unchanging(array);
              case float[] array -> flow.unchanging(array);
              case null, default -> argument;
            })
        .toArray();
  }

  /** Whether a tensor gets its history from one that was there before the call. */
  private static boolean isViewOf(List<Tensor> written, Tensor tensor) {
    return written.stream().anyMatch(owner -> owner == tensor.base());
  }

  /** The tensors of a result that the call has made and that carry a gradient, each once. */
  private static void collect(
      Flow flow, @Nullable Object value, List<Tensor> written, List<Tensor> outputs) {
    switch (value) {
      case Tensor tensor -> {
        boolean isOutput =
            flow.slot(tensor).wanted() && !flow.isFromOutside(tensor) && !isViewOf(written, tensor);
        if (isOutput && outputs.stream().noneMatch(known -> known == tensor)) {
          outputs.add(tensor);
        }
      }
      case Object[] array -> Arrays.stream(array).forEach(v -> collect(flow, v, written, outputs));
      case Iterable<?> list -> list.forEach(v -> collect(flow, v, written, outputs));
      case Record parts ->
          Holders.components(parts).forEach(v -> collect(flow, v, written, outputs));
      case null, default -> {}
    }
  }
}
