/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.autograd.ForwardMode;

/**
 * Writes in place by generated code, which keeps the history of the elements itself: nothing is
 * recorded here, but writes are counted, refused and given tangents as those of {@link
 * InPlaceMethods}.
 */
public final class Overwriting {
  private Overwriting() {}

  /**
   * A tensor as it is now, to compute from while it is being rewritten.
   *
   * @param method what messages call the write
   * @throws InPlaceException if it cannot be written to at all
   */
  public static Tensor before(Tensor x, String method) {
    InPlace.checkWritable(x, method);
    return x.beforeWrite();
  }

  /** As {@link #before}, with elements of its own: for methods that may keep views of them. */
  public static Tensor copyBefore(Tensor x, String method) {
    Tensor before = before(x, method);
    before.keepElements();
    return before;
  }

  /**
   * Puts the result of an op in the place of the elements of {@code x}. If the old elements are
   * kept for a gradient as elements of {@code before}, they are copied first.
   *
   * @param before from {@link #before} or {@link #copyBefore}
   * @param computed of the shape of {@code x}; its memory is given back if nobody keeps it
   */
  public static void write(Tensor x, Tensor before, Tensor computed, String method) {
    Tensor result = InPlace.fitted(computed, x, method);
    boolean own = InPlace.isNobodyElses(computed, x);
    boolean kept = computed.versionCounter().isSaved();
    if (before.versionCounter().isSaved() && before.storage() == x.storage()) {
      before.keepElements();
    }
    InPlace.put(result, x, method);
    if (own && kept) { // in PyTorch, what the rule kept is the written tensor itself
      computed.versionCounter().liveOnAs(x.versionCounter());
    } else if (own && !ForwardMode.isActive() && !Batches.isWithinVmap(x)) {
      Primitives.release(computed);
    }
  }

  /** Replaces the elements by those of another tensor, converted and broadcast. */
  public static void copy(Tensor x, Tensor other, String method) {
    InPlace.checkWritable(x, method);
    other.storage().checkAlive();
    Tensor from = other.to(x.dtype());
    boolean overlaps = from.storage() == x.storage();
    InPlace.put(InPlace.broadcast(overlaps ? from.copy() : from, x, method), x, method);
  }

  /** As {@link #copy}, with leading dimensions of size 1 left out. */
  public static void assign(Tensor x, Tensor values, String method) {
    copy(x, Subscript.withoutLeadingOnes(values), method);
  }

  /** What {@link IndexingMethods#assign} makes of a tensor. */
  @Differentiable
  public static Tensor placed(Tensor before, Tensor values, Index... parts) {
    Tensor given = Subscript.withoutLeadingOnes(values).to(before.dtype());
    return before.indexPut(given, false, parts);
  }

  /** Sets every element to a number. */
  public static void fill(Tensor x, double value, String method) {
    InPlace.fill(x, value, method);
  }
}
