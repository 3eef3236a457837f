/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.autograd.AutogradException;
import org.gradsmith.autograd.Edge;
import org.gradsmith.autograd.Node;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Stands where a sweep of order 2 would: it fails when a gradient is differentiated. */
final class SecondDerivative extends Node {
  private final int outputs;

  private SecondDerivative(String name, @Nullable Edge[] edges) {
    super(name, edges);
    this.outputs = edges.length;
  }

  /** The gradients, each of which fails when it is differentiated: never a constant gradient. */
  static @Nullable Tensor[] refused(
      String name,
      List<@Nullable Edge> edges,
      List<Tensor> cotangents,
      @Nullable Tensor[] gradients) {
    List<@Nullable Edge> all = new ArrayList<>(edges);
    cotangents.forEach(bar -> all.add(Edge.of(bar)));
    Node error = new SecondDerivative(name, all.toArray(new @Nullable Edge[0]));
    @Nullable Tensor[] result = new @Nullable Tensor[gradients.length];
    for (int i = 0; i < gradients.length; i++) {
      Tensor gradient = gradients[i];
      if (gradient != null) {
        Tensor output = gradient.detach();
        output.computedBy(error, i);
        result[i] = output;
      }
    }
    return result;
  }

  @Override
  public int outputs() {
    return outputs;
  }

  @Override
  public @Nullable Tensor[] backward(@Nullable Tensor[] gradients, boolean[] wanted) {
    throw new AutogradException(
        "the second derivative of %s cannot be taken through the graph, where its generated sweep has order 1: compile it with order = 2 and use Gradients.hvp, or run with -D%s=off, where the tape computes it"
            .formatted(name(), Mode.PROPERTY));
  }
}
