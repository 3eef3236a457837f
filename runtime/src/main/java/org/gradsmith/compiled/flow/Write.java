/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled.flow;

import java.util.Arrays;
import org.gradsmith.autograd.ViewHistory;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.Overwriting;
import org.gradsmith.tensor.Primitives;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.View;
import org.jspecify.annotations.Nullable;

/**
 * A write in place, for the reverse sweep: the adjoint of the tensor behind the write goes to the
 * new elements where they were written, and to the tensor as it was elsewhere.
 */
public final class Write {
  /** A write that no gradient flows through. */
  static final Write NONE = new Write();

  private final Slot before;
  private final Slot after;
  private final Slot value;
  private final long @Nullable [] shape;
  private final @Nullable DType dtype;
  private final View.@Nullable Path path;
  private final View.@Nullable Place place;

  private Write() {
    this.before = Slot.NONE;
    this.after = Slot.NONE;
    this.value = Slot.NONE;
    this.shape = null;
    this.dtype = null;
    this.path = null;
    this.place = null;
  }

  /**
   * A write that gradients flow through.
   *
   * @param before the slot of what owns the elements, as it was
   * @param after its slot from now on
   * @param value the slot of what the new elements are
   * @param given what the new elements are, before it is converted and broadcast; null for numbers
   * @param x the tensor that is written to, which may be a view
   */
  Write(Slot before, Slot after, Slot value, @Nullable Tensor given, Tensor x) {
    View view = x.viewRecord();
    this.before = before;
    this.after = after;
    this.value = value;
    this.shape = given == null ? null : given.shape();
    this.dtype = given == null ? null : given.dtype();
    this.path = view == null ? null : view.path();
    this.place = view == null ? null : View.Place.of(view.base());
  }

  /**
   * A tensor as it is now, to compute from while it is being rewritten.
   *
   * @param method what messages call the write
   */
  public static Tensor before(Flow flow, Tensor x, String method) {
    Tensor before = Overwriting.before(x, method);
    flow.before(before, x);
    return before;
  }

  /** As {@link #before}, for a method that may keep more than its operand itself. */
  public static Tensor copyBefore(Flow flow, Tensor x, String method) {
    Tensor before = Overwriting.copyBefore(x, method);
    flow.before(before, x);
    return before;
  }

  /**
   * Puts the result of an op in the place of the elements of {@code x}.
   *
   * @param before from {@link #before} or {@link #copyBefore}
   */
  public static Write of(Flow flow, Tensor x, Tensor before, Tensor computed, String method) {
    Write write = flow.writes().begin(x, computed, method);
    Overwriting.write(x, before, computed, method);
    flow.writes().done(x, write);
    return write;
  }

  /** Replaces the elements of {@code x} by those of another tensor, converted and broadcast. */
  public static Write copy(Flow flow, Tensor x, Tensor other, String method) {
    Write write = flow.writes().begin(x, other, method);
    Overwriting.copy(x, other, method);
    flow.writes().done(x, write);
    return write;
  }

  /** As {@link #copy}, with leading dimensions of size 1 left out. */
  public static Write assign(Flow flow, Tensor x, Tensor values, String method) {
    Write write = flow.writes().begin(x, values, method);
    Overwriting.assign(x, values, method);
    flow.writes().done(x, write);
    return write;
  }

  /** Sets every element of {@code x} to a number. */
  public static Write fill(Flow flow, Tensor x, double value, String method) {
    Write write = flow.writes().begin(x, null, method);
    Overwriting.fill(x, value, method);
    flow.writes().done(x, write);
    return write;
  }

  /** The slot of what owns the elements, from this write on. */
  Slot after() {
    return after;
  }

  /** Passes the adjoint on. */
  public void backward() {
    Tensor bar = after.take();
    if (bar == null) {
      return;
    }
    Tensor part = bar;
    if (path != null && place != null) {
      if (before.wanted()) {
        before.add(bar.maskedFill(place.shown(path), 0));
      }
      part = ViewHistory.look(bar, path);
    }
    if (value.wanted()) {
      value.add(fitted(part));
    }
  }

  /** The adjoint of what was given, which was broadcast and converted. */
  private Tensor fitted(Tensor part) {
    Tensor sum = part;
    if (shape != null && !Arrays.equals(shape, part.array().shape())) {
      int ones = Math.max(shape.length - part.dim(), 0); // leading ones, which assign leaves out
      sum = Primitives.sumTo(part, Arrays.copyOfRange(shape, ones, shape.length)).reshape(shape);
    }
    return dtype == null || dtype == sum.dtype() ? sum : sum.to(dtype);
  }
}
