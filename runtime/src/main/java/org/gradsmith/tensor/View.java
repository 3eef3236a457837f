/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.annotation.Differentiable;
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

  /**
   * The way from a tensor to a view of it.
   *
   * @param last the last step; null for the tensor itself
   * @param start the step behind which the way begins; null for one that begins at the base
   */
  public record Path(@Nullable Step last, @Nullable Step start) {
    /** The way from the base. */
    static Path to(Step last) {
      return new Path(last, null);
    }

    /** The steps, the first one first. */
    @SuppressWarnings("ReferenceEquality") // steps are what they are
    public List<Step> steps() {
      List<Step> steps = new ArrayList<>();
      for (Step step = last; step != null && step != start; step = step.before) {
        steps.add(step);
      }
      return steps.reversed();
    }

    /** The same view of another tensor, whose elements lie as those of the first one. */
    public Tensor from(Tensor other) {
      Tensor part = other;
      for (Step step : steps()) {
        part = Primitives.run(step.op, new @Nullable Tensor[] {part}, step.attributes)[0];
      }
      return part;
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
    public Tensor shown(Path path) {
      TensorOptions options = TensorOptions.of(DType.BOOL).on(device);
      StridedArray all = Tensor.zeros(options, places).array().with(shape, strides, offset);
      Tensor whole = Tensor.owning(all, device);
      Tensor part = path.from(whole);
      Execution.backend(part).fill(part.array(), 1);
      return whole;
    }
  }

  private final Tensor base;
  private final Step last;
  private final @Nullable Tensor carrier;
  private final @Nullable Step carried;
  private final long version;
  private volatile Origin origin;
  private volatile long followed;
  private volatile long tangentsFollowed;

  private View(Tensor x, Step step, Origin origin, boolean carries) {
    View outer = x.viewRecord();
    boolean first = outer == null || outer.carrier == null;
    this.base = outer == null ? x : outer.base;
    this.last = step;
    this.carrier = carries ? null : first || outer == null ? x : outer.carrier;
    this.carried = outer == null ? null : first ? outer.last : outer.carried;
    this.version = x.versionCounter().value();
    this.origin = origin;
    this.followed = base.rebases();
    this.tangentsFollowed = carrier == null ? 0 : carrier.tangentWrites();
  }

  /**
   * A view of {@code x}, which may be a view itself.
   *
   * @param carries whether it has tangents of its own, whatever those of {@code x} become
   */
  static View of(Tensor x, Op op, Object[] attributes, boolean carries) {
    View outer = x.viewRecord();
    Step before = outer == null ? null : outer.last;
    Step step = new Step(op, attributes, x.array().shape(), before);
    Origin made =
        GradMode.isEnabled()
            ? Origin.RECORDED
            : InferenceMode.isOn() ? Origin.INFERENCE : Origin.NO_GRAD;
    boolean inherits = outer != null && outer.origin != Origin.RECORDED;
    return new View(x, step, inherits && outer != null ? outer.origin : made, carries);
  }

  /**
   * Notes that generated code, which records without a tape, made a view.
   *
   * @param x what it was made of
   */
  public static void recorded(Tensor x, Tensor view) {
    View outer = x.viewRecord();
    View made = view.viewRecord();
    if (made != null && (outer == null || outer.origin == Origin.RECORDED)) {
      made.origin = Origin.RECORDED;
    }
  }

  /** Notes that a view is one of several results of one call. */
  @Differentiable
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

  /** The way from the base. */
  public Path path() {
    return Path.to(last);
  }

  /** The tensor whose tangents the view shows a part of; null where it has its own. */
  public @Nullable Tensor carrier() {
    return carrier;
  }

  /** The way from the tensor whose tangents the view shows. */
  public Path fromCarrier() {
    return new Path(last, carried);
  }

  /** How often the elements had been written to when the view was made. */
  public long version() {
    return version;
  }

  /** Whether a write gave the carrier other tangents since the view's own were made. */
  public boolean hasOldTangents() {
    Tensor known = carrier;
    return known != null && known.tangentWrites() != tangentsFollowed;
  }

  /** Notes that the view's tangents are made from the carrier's present ones. */
  public void followTangents() {
    Tensor known = carrier;
    if (known != null) {
      tangentsFollowed = known.tangentWrites();
    }
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
