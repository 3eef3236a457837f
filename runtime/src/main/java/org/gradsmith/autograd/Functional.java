/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.gradsmith.tensor.Batches;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.TensorOptions;
import org.jspecify.annotations.Nullable;

/**
 * Derivatives of functions of tensors, as functions: products with the Jacobian from both sides,
 * the Jacobian and the Hessian themselves, and functions mapped over a dimension.
 *
 * <p>Whatever is returned is recorded if the arguments require gradients and recording is on, so
 * that the results can be differentiated in turn and the functions nested in any order.
 */
public final class Functional {
  private Functional() {}

  /**
   * A value and a product of the Jacobian with it.
   *
   * @param value f(x)
   * @param product the product, as the method that returns this describes it
   */
  public record ValueAndProduct(Tensor value, Tensor product) {}

  /**
   * The Jacobian-vector product J·v, in forward mode: the derivative of f in the direction v, of
   * the shape of f(x). Costs about as much as f once more.
   *
   * @param tangent v, of the shape and dtype of x
   */
  public static ValueAndProduct jvp(UnaryOperator<Tensor> f, Tensor x, Tensor tangent) {
    try (ForwardMode.Level level = ForwardMode.open()) {
      Tensor y = f.apply(level.dual(x, tangent));
      return new ValueAndProduct(level.primal(y), level.tangent(y));
    }
  }

  /**
   * The vector-Jacobian product uᵀ·J, in reverse mode, of the shape of x.
   *
   * @param cotangent u, of the shape and dtype of f(x)
   */
  public static ValueAndProduct vjp(UnaryOperator<Tensor> f, Tensor x, Tensor cotangent) {
    boolean record = GradMode.isEnabled();
    Tensor input = input(x);
    Tensor y;
    try (var _ = GradMode.set(true)) {
      y = f.apply(input);
    }
    Tensor product = product(y, input, cotangent, record);
    return new ValueAndProduct(withoutArgument(y, input, x), withoutArgument(product, input, x));
  }

  /** The gradient of a function whose result has one element. */
  public static Tensor grad(UnaryOperator<Tensor> f, Tensor x) {
    boolean record = GradMode.isEnabled();
    Tensor input = input(x);
    Tensor y;
    try (var _ = GradMode.set(true)) {
      y = f.apply(input);
    }
    if (y.numel() != 1) {
      throw new ShapeException(
          "grad: the function returned %s; reduce it to one element, or use vjp or jacobian"
              .formatted(y.describe()));
    }
    Tensor one = Tensor.ones(TensorOptions.of(y.dtype()).on(y.device()), y.shape());
    return withoutArgument(product(y, input, one, record), input, x);
  }

  /** All derivatives of f(x) by x, of the shape of f(x) followed by that of x; in reverse mode. */
  public static Tensor jacobian(UnaryOperator<Tensor> f, Tensor x) {
    boolean record = GradMode.isEnabled();
    Tensor input = input(x);
    Tensor y;
    try (var _ = GradMode.set(true)) {
      y = f.apply(input);
    }
    long[] shape = joined(y.shape(), x.shape());
    int rows = Math.toIntExact(y.numel());
    if (rows == 0) {
      return Tensor.zeros(TensorOptions.of(x.dtype()).on(x.device()), shape);
    }
    TensorOptions options = TensorOptions.of(y.dtype()).on(y.device());
    List<Tensor> found = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      Tensor unit = Tensor.zeros(options, y.numel());
      try (var _ = GradMode.set(false)) {
        unit.select(0, i).fillInPlace(1);
      }
      found.add(product(y, input, unit.view(y.shape()), record));
    }
    return withoutArgument(Tensor.stack(found, 0).view(shape), input, x);
  }

  /**
   * All second derivatives of a function whose result has one element: the Jacobian of its
   * gradient, of the shape of x twice.
   */
  public static Tensor hessian(UnaryOperator<Tensor> f, Tensor x) {
    return jacobian(recorded(f), x);
  }

  /**
   * The product of the Hessian with a vector, forward mode over reverse mode: about as expensive as
   * two gradients, and the Hessian is never made.
   */
  public static ValueAndProduct hvp(UnaryOperator<Tensor> f, Tensor x, Tensor vector) {
    return jvp(recorded(f), x, vector);
  }

  private static UnaryOperator<Tensor> recorded(UnaryOperator<Tensor> f) {
    return given -> {
      try (var _ = GradMode.set(true)) {
        return grad(f, given);
      }
    };
  }

  /**
   * A function of one example, applied to all examples along a dimension at once; see {@link Vmap},
   * which also takes several arguments.
   *
   * @param inDim the dimension of the argument that counts examples
   * @param outDim the dimension of the result that will
   */
  public static UnaryOperator<Tensor> vmap(UnaryOperator<Tensor> f, int inDim, int outDim) {
    return x -> Vmap.single(f, inDim, outDim).apply(x);
  }

  /** The argument in a form whose gradient can be asked for, and which leads back to it. */
  private static Tensor input(Tensor given) {
    Tensor x = Batches.lifted(given);
    if (!x.dtype().isFloating()) {
      throw new AutogradException(
          "%s has no derivatives; only floating dtypes have".formatted(x.describe()));
    }
    if (x.requiresGrad()) {
      try (var _ = GradMode.set(true)) {
        return x.view(x.shape());
      }
    }
    Tensor leaf = x.alias();
    ViewHistory.shareTangents(x, leaf);
    return leaf.requiresGrad(true);
  }

  /**
   * A result that leads to nothing but the stand-in for an argument outside the graph is itself
   * outside the graph.
   */
  private static Tensor withoutArgument(Tensor result, Tensor input, Tensor x) {
    Edge root = Edge.of(result);
    if (root == null || Batches.lifted(x).requiresGrad()) {
      return result;
    }
    Node standIn = Objects.requireNonNull(Edge.of(input)).node();
    Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    ArrayDeque<Node> open = new ArrayDeque<>();
    open.add(root.node());
    while (!open.isEmpty()) {
      Node node = open.remove();
      if (node instanceof AccumulateGrad && !node.equals(standIn)) {
        return result;
      }
      for (int i = 0; i < node.edgeCount(); i++) {
        Edge edge = node.edge(i);
        if (edge != null && seen.add(edge.node())) {
          open.add(edge.node());
        }
      }
    }
    Tensor outside = Batches.withoutHistory(result);
    ViewHistory.shareTangents(result, outside);
    return outside;
  }

  private static Tensor product(Tensor y, Tensor input, Tensor cotangent, boolean record) {
    @Nullable Tensor found =
        y.requiresGrad()
            ? Autograd.gradOrNull(List.of(y), List.of(input), List.of(cotangent), true, record)
                .getFirst()
            : null;
    return found == null ? Tensor.zerosLike(input) : found;
  }

  private static long[] joined(long[] first, long[] second) {
    long[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }
}
