/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The tangents of a {@link Function}'s results, which its backward tells too: that is linear in the
 * gradients of the results, and the gradient with respect to them of its sum, weighted by the
 * tangents of the inputs, is the product of the Jacobian with these.
 */
final class FunctionTangents {
  /** Further out than every level. */
  static final long OUTERMOST = Long.MIN_VALUE;

  private final FunctionRecord record;
  private final Tensor[] inputs;

  FunctionTangents(FunctionRecord record, Tensor[] inputs) {
    this.record = record;
    this.inputs = inputs;
  }

  static boolean areAmong(Tensor[] inputs) {
    return Arrays.stream(inputs).anyMatch(input -> ForwardMode.of(input) != null);
  }

  /** Gives the results their tangents, level by level, from the outermost on. */
  void push() {
    TreeSet<Long> levels = new TreeSet<>();
    for (Tensor input : inputs) {
      for (Tangents t = ForwardMode.of(input); t != null; t = t.outer()) {
        levels.add(t.level());
      }
    }
    levels.forEach(this::push);
  }

  private void push(long level) {
    boolean recorded = GradMode.isEnabled();
    List<Tensor> gradients = new ArrayList<>();
    List<Tensor> active = new ArrayList<>();
    for (int i = 0; i < record.count(); i++) {
      Tensor zeros = Tensor.zerosLike(record.result(i));
      gradients.add(zeros);
      if (!record.isPassive(i)) {
        active.add(zeros.requiresGrad(true));
      }
    }
    List<Tensor> products = new ArrayList<>();
    List<Tensor> weights = new ArrayList<>();
    try (var _ = GradMode.set(true)) {
      @Nullable Tensor[] found = record.backwardBelow(level, gradients);
      for (int i = 0; i < found.length; i++) {
        Tensor tangent = Tangents.at(ForwardMode.of(inputs[i]), level);
        Tensor product = found[i];
        if (tangent != null && product != null) {
          requireRecorded(product, i);
          products.add(product);
          weights.add(tangent);
        }
      }
    }
    if (products.isEmpty() || active.isEmpty()) {
      return;
    }
    List<@Nullable Tensor> tangents =
        Autograd.gradOrNull(products, active, weights, true, recorded);
    int next = 0;
    for (int i = 0; i < record.count(); i++) {
      if (!record.isPassive(i)) {
        Tensor tangent = tangents.get(next++);
        Tensor result = record.result(i);
        if (tangent != null) {
          ForwardMode.set(result, Tangents.with(level, tangent, ForwardMode.of(result)));
        }
      }
    }
  }

  private void requireRecorded(Tensor product, int input) {
    if (!product.requiresGrad()) {
      throw new AutogradException(
          "Function %s has no forward derivative: the gradient that its backward returned for input %d was not computed from those of the results by ops of tensors; do that, or return null where none flows"
              .formatted(record.name(), input));
    }
  }
}
