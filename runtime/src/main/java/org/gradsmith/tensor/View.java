/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.autograd.GradMode;
import org.gradsmith.autograd.InferenceMode;
import org.gradsmith.autograd.Node;
import org.gradsmith.autograd.ViewHistory;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Op;
import org.jspecify.annotations.Nullable;

/**
 * What makes a tensor a view: whose elements it shows, by which ops, and whether a write through it
 * may be recorded. When the base gets a new history because somebody wrote to it, the view's own
 * history is made anew from the base's.
 */
public final class View {
  /** Where a view was made, which decides whether it may be written to. */
  public enum Origin {
    /** While ops were recorded: writes are recorded, too. */
    RECORDED,
    /** Within noGrad. */
    NO_GRAD,
    /** Within inferenceMode. */
    INFERENCE,
    /** As one of several results of one call, such as unbind. */
    ONE_OF_MANY,
    /** As the result of a function with a derivative of its own. */
    CUSTOM
  }

  /** One view op on the way from the base to the view. */
  public static final class Step {
    private final Op op;
    private final Object[] attributes;
    private final long[] shape;
    private final @Nullable Step before;

    Step(Op op, Object[] attributes, long[] shape, @Nullable Step before) {
      this.op = op;
      this.attributes = attributes;
      this.shape = shape;
      this.before = before;
    }

    /** The op. */
    public Op op() {
      return op;
    }

    /** The op's attributes, which nobody changes. */
    public Object[] attributes() {
      return attributes;
    }

    /** The shape of what the op looked at. */
    public long[] shape() {
      return shape;
    }

    /** The step before; null for the first one, which looked at the base. */
    public @Nullable Step before() {
      return before;
    }
  }

  /** How the elements of a base lie in its storage. */
  public static final class Place {
    private final Device device;
    private final long places;
    private final long[] shape;
    private final long[] strides;
    private final long offset;

    private Place(Device device, StridedArray array) {
      this.device = device;
      this.places = array.storage().byteSize() / array.dtype().byteSize();
      this.shape = array.shape();
      this.strides = array.strides();
      this.offset = array.offset();
    }

    /** How a base lies now. */
    public static Place of(Tensor base) {
      return new Place(base.device(), base.array());
    }

    /** Of the base's shape and dtype bool: whether a view shows the element. */
    public Tensor shown(Step last) {
      TensorOptions options = TensorOptions.of(DType.BOOL).on(device);
      StridedArray all = Tensor.zeros(options, places).array().with(shape, strides, offset);
      Tensor whole = Tensor.owning(all, device);
      List<Step> steps = new ArrayList<>();
      for (Step step = last; step != null; step = step.before) {
        steps.add(step);
      }
      Tensor part = whole;
      for (Step step : steps.reversed()) {
        part = Primitives.run(step.op, new @Nullable Tensor[] {part}, step.attributes)[0];
      }
      Execution.backend(part).fill(part.array(), 1);
      return whole;
    }
  }

  private final Tensor base;
  private final Step last;
  private volatile Origin origin;
  private volatile long followed;

  private View(Tensor base, Step last, Origin origin) {
    this.base = base;
    this.last = last;
    this.origin = origin;
    this.followed = base.rebases();
  }

  /** A view of {@code x}, which may be a view itself. */
  static View of(Tensor x, Op op, Object[] attributes) {
    View outer = x.viewRecord();
    Step before = outer == null ? null : outer.last;
    Step step = new Step(op, attributes, x.array().shape(), before);
    Origin made =
        GradMode.isEnabled()
            ? Origin.RECORDED
            : InferenceMode.isOn() ? Origin.INFERENCE : Origin.NO_GRAD;
    boolean inherits = outer != null && outer.origin != Origin.RECORDED;
    return new View(
        outer == null ? x : outer.base, step, inherits && outer != null ? outer.origin : made);
  }

  /** Notes that a view is one of several results of one call. */
  static Tensor oneOfMany(Tensor part) {
    View view = part.viewRecord();
    if (view != null && view.origin == Origin.RECORDED) {
      view.origin = Origin.ONE_OF_MANY;
    }
    return part;
  }

  /** The tensor that owns the elements. */
  public Tensor base() {
    return base;
  }

  /** The last op of the way from the base. */
  public Step last() {
    return last;
  }

  /** Where the view was made. */
  public Origin origin() {
    return origin;
  }

  /** Notes that the view is none that a write could be recorded through. */
  public void origin(Origin other) {
    origin = other;
  }

  /** The view's node, made anew if the base's history changed since. */
  public @Nullable Node gradFn(Tensor view) {
    long now = base.rebases();
    if (now != followed) {
      synchronized (this) {
        if (now != followed) {
          ViewHistory.follow(view, this);
          followed = now;
        }
      }
    }
    AutogradMeta known = view.autograd();
    return known == null ? null : known.gradFn();
  }
}
