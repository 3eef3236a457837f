/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Function;
import org.gradsmith.annotation.NonDifferentiable;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.autograd.AutogradException;
import org.gradsmith.autograd.HookHandle;
import org.gradsmith.autograd.Node;
import org.gradsmith.autograd.ViewHistory;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.Views;
import org.gradsmith.memory.Storage;
import org.jspecify.annotations.Nullable;

/**
 * A multi-dimensional array of numbers with PyTorch's semantics: views share their elements, and
 * gradients flow back through whatever was computed from a tensor that requires one. Nobody closes
 * tensors; their memory is reclaimed when they are no longer reachable.
 *
 * <p>{@code equals} and {@code hashCode} are those of {@link Object}, by identity, so that a tensor
 * may be a key whatever is written to it. Elements are compared by {@link #eq(Tensor)}, one by one,
 * or all together by {@link #equal(Tensor)} and {@link #allclose}.
 *
 * <p>The methods stand family by family in the interfaces this class implements.
 */
public final class Tensor extends AssemblingStatics
    implements PointwiseMethods,
        FunctionMethods,
        SpecialMethods,
        SignMethods,
        RoundingMethods,
        BinaryMethods,
        ComparisonMethods,
        BitwiseMethods,
        ActivationMethods,
        ProductMethods,
        ReductionMethods,
        ExtremeMethods,
        StatisticsMethods,
        SampleStatisticsMethods,
        ScanMethods,
        SortMethods,
        ViewMethods,
        ShapeMethods,
        NamedShapeMethods,
        ArrangingMethods,
        MovingMethods,
        IndexingMethods,
        NetworkMethods,
        InPlaceMethods,
        AccessMethods {
  private StridedArray array;
  private Device device;
  private final VersionCounter version;
  private final @Nullable View view;
  private volatile @Nullable AutogradMeta autograd;
  private @Nullable Object sweepMark;

  private Tensor(StridedArray array, Device device, VersionCounter version, @Nullable View view) {
    this.array = array;
    this.device = device;
    this.version = version;
    this.view = view;
  }

  /** A tensor of its own over an array that nobody else writes to. */
  static Tensor owning(StridedArray array, Device device) {
    return new Tensor(array, device, VersionCounter.create(), null);
  }

  /** Another look at this tensor's elements, by a view op, with the same version counter. */
  Tensor viewOf(StridedArray other, Op op, Object[] attributes) {
    return new Tensor(other, device, version, View.of(this, op, attributes, false));
  }

  /** This tensor as it stands in the graph now, to compute from while it is being rewritten. */
  Tensor beforeWrite() {
    Tensor before = new Tensor(array, device, new VersionCounter(), null);
    Batch batch = Batches.of(this);
    if (batch != null) {
      before.autogradOrNew().batch(batch);
    }
    ViewHistory.share(this, before);
    ViewHistory.shareTangents(this, before);
    return before;
  }

  /**
   * A view of the whole of this tensor, with its place in the graph. It has tangents of its own.
   */
  public Tensor alias() {
    Batch batch = Batches.of(this);
    Object[] shape = {array.shape()};
    Tensor alias =
        batch == null
            ? new Tensor(array, device, version, View.of(this, Views.VIEW, shape, true))
            : Batches.again(batch, this);
    ViewHistory.share(this, alias);
    return alias;
  }

  /**
   * This tensor, no longer known as a view: for the result of a method whose last step looked at a
   * tensor that nobody else has. Writes to it are then those to a tensor of its own.
   */
  Tensor alone() {
    if (view == null || Batches.of(this) != null) {
      return this; // within a vmap, nobody looks at elements
    }
    Tensor alone = new Tensor(array, device, version, null);
    ViewHistory.share(this, alone);
    ViewHistory.shareTangents(this, alone);
    return alone;
  }

  /** Goes on with a copy of the elements, which others are about to overwrite. */
  void keepElements() {
    array = Elements.copied(array, array.dtype());
  }

  /** Storage, dtype, shape, strides and offset of the elements. */
  public StridedArray array() {
    return array;
  }

  public Storage storage() {
    return array.storage();
  }

  public DType dtype() {
    return array.dtype();
  }

  public Device device() {
    return device;
  }

  /** The sizes; a copy. */
  public long[] shape() {
    return array.shape().clone();
  }

  /** Elements from one index to the next, per dimension; a copy. */
  public long[] strides() {
    return array.strides().clone();
  }

  /** Number of dimensions. */
  public int dim() {
    return array.rank();
  }

  /** Number of elements. */
  public long numel() {
    return array.count();
  }

  public boolean isContiguous() {
    return array.isContiguous();
  }

  /**
   * How often the elements were written in place, over all tensors that share them.
   *
   * @throws AutogradException for an inference tensor, whose writes nobody counts
   */
  public long version() {
    if (version.isInference()) {
      throw new AutogradException(
          "version: writes to a tensor made in inference mode are not counted ("
              + describe()
              + "); use copy() for one whose writes are");
    }
    return version.value();
  }

  /** The counter shared by all tensors that look at the same elements. */
  public VersionCounter versionCounter() {
    return version;
  }

  /** The tensor that this one is a view of, where it is one. */
  public @Nullable Tensor base() {
    return view == null ? null : view.base();
  }

  /** How this tensor came to be a view, where it is one. */
  @NonDifferentiable("it tells what the tensor is a view of")
  public @Nullable View viewRecord() {
    return view;
  }

  /** How often a recorded write gave this tensor another history. */
  public long rebases() {
    AutogradMeta known = autograd;
    return known == null ? 0 : known.rebases();
  }

  /** How often a write gave this tensor other tangents. */
  public long tangentWrites() {
    AutogradMeta known = autograd;
    return known == null ? 0 : known.tangentWrites();
  }

  /** Whether this tensor was made in inference mode, so that the graph knows nothing of it. */
  public boolean isInference() {
    return version.isInference();
  }

  /**
   * What autograd knows of this tensor, or null: then it neither requires grad nor was recorded.
   */
  public @Nullable AutogradMeta autograd() {
    return autograd;
  }

  /** What autograd knows of this tensor, made now if there was nothing. */
  public AutogradMeta autogradOrNew() {
    AutogradMeta known = autograd;
    if (known == null) {
      synchronized (version) {
        known = autograd;
        if (known == null) {
          known = new AutogradMeta();
          autograd = known;
        }
      }
    }
    return known;
  }

  /** What the generated sweep that made this tensor knows of it. */
  public @Nullable Object sweepMark() {
    return sweepMark;
  }

  /** Only for the sweep that made this tensor, before anybody else sees it. */
  public void sweepMark(Object mark) {
    sweepMark = mark;
  }

  /** Whether gradients flow into this tensor or through it. */
  public boolean requiresGrad() {
    AutogradMeta known = autograd;
    return (known != null && known.requiresGrad()) || (view != null && view.base().requiresGrad());
  }

  /** Starts (or stops) collecting a gradient for this leaf; returns this tensor. */
  public Tensor requiresGrad(boolean requires) {
    AutogradMeta.requireGrad(this, requires);
    return this;
  }

  /** Whether no recorded op computed this tensor. */
  public boolean isLeaf() {
    return gradFn() == null;
  }

  /** The gradient that backward collected here. */
  public @Nullable Tensor grad() {
    AutogradMeta known = autograd;
    return known == null ? null : known.grad();
  }

  /** Replaces the collected gradient; null forgets it. */
  public void grad(@Nullable Tensor gradient) {
    AutogradMeta.replaceGrad(this, gradient);
  }

  /** The node of the autograd graph that computed this tensor; null for a leaf. */
  public @Nullable Node gradFn() {
    if (view != null) {
      return view.gradFn(this);
    }
    AutogradMeta known = autograd;
    return known == null ? null : known.gradFn();
  }

  /**
   * Notes that a node with a derivative of its own computed this tensor. If it is a view, writes
   * through it cannot be recorded any more.
   */
  public void computedBy(Node node, int output) {
    if (view != null) {
      view.origin(View.Origin.CUSTOM);
    }
    autogradOrNew().computedBy(node, output);
  }

  /**
   * The same elements, cut off from the autograd graph; writes are seen by both, and counted: a
   * backward that needs the old elements fails instead of computing with the new ones.
   */
  public Tensor detach() {
    Batch batch = Batches.of(this);
    if (batch != null) {
      Tensor value = batch.value().detach();
      return Batches.again(new Batch(batch.level(), value, batch.perExample(), true), this);
    }
    return new Tensor(array, device, version, null);
  }

  /**
   * The same elements, cut off from the autograd graph and with a count of writes of its own.
   * Unsafe: a write through the result changes what backward computes with, and nobody notices. Use
   * {@link #detach()}, whose writes are noticed, wherever it does.
   */
  public Tensor data() {
    if (Batches.of(this) != null) {
      return detach();
    }
    return new Tensor(array, device, VersionCounter.create(), null);
  }

  /** Computes the gradients of this single number with respect to all leaves. */
  public void backward() {
    Autograd.backward(this, null);
  }

  /** Computes the gradients of {@code sum(this * gradient)} with respect to all leaves. */
  public void backward(Tensor gradient) {
    Autograd.backward(this, gradient);
  }

  /**
   * Looks at another tensor's elements from now on, of whatever dtype and device, and stays the
   * same object for everyone who holds it: how a module converts its parameters. No op may be under
   * way.
   */
  public void become(Tensor other) {
    if (view != null || gradFn() != null || other.gradFn() != null) {
      throw new IllegalStateException(
          "only a leaf that is no view can become another tensor, and only a leaf");
    }
    array = other.array;
    device = other.device;
    version.bump("become");
  }

  /**
   * Calls a function with this tensor's gradient whenever backward has computed it; the function
   * may return another one to go on with, or null.
   */
  public HookHandle registerHook(Function<Tensor, @Nullable Tensor> hook) {
    return Autograd.registerHook(this, hook);
  }

  /** Calls a function with this leaf each time backward has added to its {@link #grad()}. */
  public HookHandle registerPostAccumulateGradHook(Consumer<Tensor> hook) {
    return Autograd.registerPostAccumulateGradHook(this, hook);
  }

  /** Makes backward keep the gradient of this tensor in {@link #grad()} though it is not a leaf. */
  public void retainGrad() {
    Autograd.retainGrad(this);
  }

  @Override
  public String toString() {
    return TensorText.of(this);
  }

  /** {@code Tensor float32 (2, 3)}: for messages. */
  public String describe() {
    return "Tensor " + dtype() + " " + Arrays.toString(array.shape());
  }
}
