/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import java.util.Arrays;
import org.gradsmith.tensor.Primitives;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.View;
import org.gradsmith.tensor.View.Origin;
import org.jspecify.annotations.Nullable;

/** Whose elements the results of a computation on a nested tape look at. */
@SuppressWarnings("ReferenceEquality") // tensors are what they are
final class SharedElements {
  private final Tensor[] made;
  private final Tensor[] leaves;
  private final long start;

  /**
   * The results of a computation.
   *
   * @param made the results, as the computation returned them
   * @param leaves what stood for the inputs
   * @param start before the number of every node that the computation recorded
   */
  SharedElements(Tensor[] made, Tensor[] leaves, long start) {
    this.made = made;
    this.leaves = leaves;
    this.start = start;
  }

  /**
   * A result outside of the tape.
   *
   * @param detached the result, cut off
   * @param inputs what the computation was given
   * @return a view of an input, or of another tensor from outside, whose elements the result looks
   *     at; else {@code detached}
   */
  Tensor result(int index, Tensor detached, Tensor[] inputs) {
    View view = made[index].viewRecord();
    Tensor owner = view == null ? made[index] : view.base();
    for (int i = 0; i < leaves.length; i++) {
      if (leaves[i] == owner) {
        return again(index, inputs[i], view);
      }
    }
    if (view != null && !isOfThisTape(owner)) {
      return again(index, owner, view);
    }
    if (Arrays.stream(made).filter(other -> other.storage() == owner.storage()).count() > 1) {
      Tensor one = detached.alias();
      View record = one.viewRecord();
      if (record != null) {
        record.origin(view == null ? Origin.CUSTOM : Origin.ONE_OF_MANY);
      }
      ViewHistory.shareTangents(detached, one);
      return one;
    }
    return detached;
  }

  private boolean isOfThisTape(Tensor owner) {
    Node node = owner.gradFn();
    return node != null && node.sequence() >= start;
  }

  /** The same view of what the computation was given. */
  private Tensor again(int index, Tensor owner, @Nullable View view) {
    Tensor part;
    if (view == null) {
      part = Primitives.expand(owner, owner.shape());
      View.recorded(owner, part);
      return part;
    }
    part = view.path().from(owner);
    View.recorded(owner, part);
    View record = part.viewRecord();
    if (record != null && view.origin() != Origin.RECORDED) {
      record.origin(view.origin());
    }
    ViewHistory.shareTangents(made[index], part);
    return part;
  }
}
