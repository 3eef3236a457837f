/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import org.gradsmith.ir.op.Jvp;
import org.gradsmith.ir.op.Views;
import org.gradsmith.tensor.AutogradMeta;
import org.gradsmith.tensor.InPlaceException;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.TensorOptions;
import org.gradsmith.tensor.View;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the graph right when elements are written in place, by PyTorch's rules: the tensor that
 * owns the elements gets a history in which the write has happened, and its views follow it.
 */
public final class ViewHistory {
  private ViewHistory() {}

  /** A write that the graph cannot be told of is refused before anything happens. */
  public static void allow(Tensor x, String method) {
    View view = x.viewRecord();
    if (view != null) {
      allow(view, "the tensor it would write to is", method);
    }
    allowLeaf(x, method);
  }

  /** A write to a leaf that requires a gradient, or to a view of one, is refused. */
  public static void allowLeaf(Tensor x, String method) {
    View view = x.viewRecord();
    if (view != null) {
      if (x.requiresGrad() && view.base().isLeaf()) {
        throw new InPlaceException(
            method
                + ": this tensor is a view of a leaf that requires a gradient; write to it within"
                + " Autograd.noGrad(), or to a copy");
      }
    }
    AutogradMeta own = x.autograd();
    if (own != null && own.requiresGrad() && x.isLeaf()) {
      throw new InPlaceException(
          method
              + ": this tensor is a leaf that requires a gradient; write to it within"
              + " Autograd.noGrad(), or to a copy");
    }
  }

  /** A view whose base was written to, and that cannot follow it, is refused. */
  public static void allowFollowing(View view) {
    allow(view, "what it wrote to, or its base, was written while", "writing through a view");
  }

  private static void allow(View view, String what, String method) {
    String reason =
        switch (view.origin()) {
          case RECORDED -> "";
          case NO_GRAD ->
              "a view made within noGrad, and the write is not; move both inside, or both outside";
          case INFERENCE ->
              "a view made in inference mode, and the write is not; move both inside, or both"
                  + " outside";
          case ONE_OF_MANY ->
              "one of several views made by one call (unbind, split, chunk); write to a select or"
                  + " narrow of the tensor itself, or compute a new tensor";
          case CUSTOM ->
              "a view returned by a function with a derivative of its own, which the write would"
                  + " replace; write to a copy of it";
        };
    if (!reason.isEmpty()) {
      throw new InPlaceException("%s: %s %s".formatted(method, what, reason));
    }
  }

  /** Gives {@code copy} the place of {@code original} in the graph. */
  public static void share(Tensor original, Tensor copy) {
    Edge edge = Edge.of(original);
    if (edge != null && edge.node() instanceof AccumulateGrad) {
      copy.autogradOrNew().standFor(edge.node());
    } else if (edge != null) {
      copy.autogradOrNew().computedBy(edge.node(), edge.output());
    }
  }

  /** Gives {@code copy} the tangents of {@code original}. */
  public static void shareTangents(Tensor original, Tensor copy) {
    Tangents tangents = ForwardMode.of(original);
    if (tangents != null) {
      copy.autogradOrNew().tangents(tangents);
    }
  }

  /**
   * Tells the graph that {@code x} has been written to.
   *
   * @param before {@code x} as it stood in the graph
   * @param written what its elements are now, as it was computed
   */
  public static void rebase(Tensor x, Tensor before, Tensor written, String method) {
    Edge edge = Edge.of(written);
    if (edge == null) {
      edge = new Edge(new Overwritten(method, before), 0);
    }
    View view = x.viewRecord();
    if (view == null) {
      moveTo(x, edge);
    } else {
      Tensor base = view.base();
      moveTo(base, new Edge(new WrittenView(method, base, edge, view.path()), 0));
      view.gradFn(x); // at once, so that a gradient kept of x is that of the new elements
    }
  }

  /** Gives a tensor that owns its elements another history, which its views follow. */
  public static void moveTo(Tensor owner, Edge edge) {
    AutogradMeta meta = owner.autogradOrNew();
    meta.rebase(edge.node(), edge.output());
    RetainedGrad.move(meta, edge);
  }

  /** Gives a view whose base was written to a history made from the base's. */
  public static void follow(Tensor x, View view) {
    allowFollowing(view);
    AutogradMeta meta = x.autogradOrNew();
    Edge edge = new Edge(new Followed(Edge.of(view.base()), view), 0);
    meta.computedBy(edge.node(), edge.output());
    RetainedGrad.move(meta, edge);
  }

  /** Looks at a gradient of the base as the view looks at the base. */
  public static Tensor look(Tensor whole, View.Path path) {
    Tensor part = whole;
    for (View.Step step : path.steps()) {
      // Elements that lay side by side in the base need not do so in its gradient.
      Tensor x = step.op() == Views.VIEW ? part.contiguous() : part;
      @Nullable Tensor[] operands = {x};
      Application call = new Application(step.attributes(), operands, new Tensor[0], operands);
      Jvp rule = step.op().operand(0).jvp().orElseThrow();
      part = rule.apply(TensorOps.INSTANCE, call, x);
    }
    return part;
  }

  /** Puts a gradient of the view where it belongs in one of the base, among zeros. */
  public static Tensor embed(Tensor part, View.Path path) {
    Tensor whole = part;
    for (View.Step step : path.steps().reversed()) {
      // Only the shape of what was looked at is known, and no rule of a view reads more.
      Tensor shaped;
      try (var _ = GradMode.set(false)) {
        shaped =
            Tensor.zeros(TensorOptions.of(part.dtype()).on(part.device())).expand(step.shape());
      }
      Application call =
          new Application(
              step.attributes(),
              new @Nullable Tensor[] {shaped},
              new Tensor[] {whole},
              new @Nullable Tensor[] {whole});
      whole = step.op().vjp(0).orElseThrow().apply(TensorOps.INSTANCE, call);
    }
    return whole;
  }

  /** A tensor all of whose elements a write replaced: nothing flows on to what it was. */
  private static final class Overwritten extends Node {
    private final Tensor before;

    Overwritten(String method, Tensor before) {
      super(method, new @Nullable Edge[] {Edge.of(before)});
      this.before = before.detach();
    }

    @Override
    public @Nullable Tensor[] backward(@Nullable Tensor[] gradients, boolean[] wanted) {
      return new @Nullable Tensor[] {Tensor.zerosLike(before)};
    }
  }

  /** A view of a base that was written to after the view was made. */
  private static final class Followed extends Node {
    private final View.Path path;

    Followed(@Nullable Edge base, View view) {
      super(view.last().op().name(), new @Nullable Edge[] {base});
      this.path = view.path();
    }

    @Override
    public @Nullable Tensor[] backward(@Nullable Tensor[] gradients, boolean[] wanted) {
      Tensor part = gradients[0];
      return new @Nullable Tensor[] {part == null || !wanted[0] ? null : embed(part, path)};
    }
  }

  /** A base after a write through a view: elements of two origins. */
  private static final class WrittenView extends Node {
    private final View.Path path;
    private final View.Place place;

    WrittenView(String method, Tensor base, Edge written, View.Path path) {
      super(method, new @Nullable Edge[] {Edge.of(base), written});
      this.path = path;
      this.place = View.Place.of(base);
    }

    @Override
    public @Nullable Tensor[] backward(@Nullable Tensor[] gradients, boolean[] wanted) {
      Tensor gradient = gradients[0];
      if (gradient == null) {
        return new @Nullable Tensor[2];
      }
      return new @Nullable Tensor[] {
        wanted[0] ? gradient.maskedFill(place.shown(path), 0) : null,
        wanted[1] ? look(gradient, path) : null
      };
    }
  }
}
