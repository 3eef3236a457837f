/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled.flow;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Function;
import org.gradsmith.autograd.ForwardMode;
import org.gradsmith.compiled.UnaryCall;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.TensorOptions;
import org.jspecify.annotations.Nullable;

/**
 * The direction in which a call is differentiated, while it runs: the tangents of arrays of
 * numbers, by identity, and a level of forward mode, at which tensors carry theirs.
 */
public final class Direction implements AutoCloseable {
  private final ForwardMode.Level level = ForwardMode.open();
  private final IdentityHashMap<Object, Object> arrays = new IdentityHashMap<>();
  private final IdentityHashMap<Tensor, Tensor> duals = new IdentityHashMap<>();

  /**
   * Gives an argument a tangent; a second one adds to the first.
   *
   * @param tangent of the tensor's shape and dtype
   * @return the tensor that stands for it in the call
   */
  public Tensor place(Tensor argument, Tensor tangent) {
    Tensor known = duals.get(argument);
    Tensor sum = known == null ? tangent : level.tangent(known).add(tangent);
    Tensor dual = level.dual(argument, sum);
    duals.put(argument, dual);
    return dual;
  }

  /** Gives an argument a tangent, which is copied; a second one adds to the first. */
  public void place(double[] argument, double[] tangent) {
    double[] sum = known(argument);
    for (int i = 0; i < sum.length; i++) {
      sum[i] += tangent[i];
    }
  }

  /** Gives an argument a tangent, which is copied; a second one adds to the first. */
  public void place(float[] argument, float[] tangent) {
    float[] sum = known(argument);
    for (int i = 0; i < sum.length; i++) {
      sum[i] += tangent[i];
    }
  }

  /** The tangents of the elements of an array, zeros at first; null for null. */
  public double @Nullable [] tangent(double @Nullable [] array) {
    return array == null ? null : known(array);
  }

  /** The tangents of the elements of an array, zeros at first; null for null. */
  public float @Nullable [] tangent(float @Nullable [] array) {
    return array == null ? null : known(array);
  }

  /** Gives an array the tangents of another one. */
  void alias(double[] copy, double[] array) {
    arrays.put(copy, known(array));
  }

  /** Gives an array the tangents of another one. */
  void alias(float[] copy, float[] array) {
    arrays.put(copy, known(array));
  }

  /** The tangents of the components of a record, zeros at first: one place for each component. */
  public double[] parts(Object holder) {
    return (double[])
        arrays.computeIfAbsent(holder, _ -> new double[Holders.size(holder.getClass())]);
  }

  private double[] known(double[] array) {
    return (double[]) arrays.computeIfAbsent(array, _ -> new double[array.length]);
  }

  private float[] known(float[] array) {
    return (float[]) arrays.computeIfAbsent(array, _ -> new float[array.length]);
  }

  /** The tensor that stands in the call for one from outside; itself if it has no tangent. */
  public @Nullable Tensor dual(@Nullable Tensor tensor) {
    Tensor dual = tensor == null ? null : duals.get(tensor);
    return dual == null ? tensor : dual;
  }

  /** A tensor that was made of a number, with the number's tangent. */
  public Tensor lifted(Tensor made, double tangent) {
    return level.dual(
        made, Tensor.full(TensorOptions.of(made.dtype()).on(made.device()), made.shape(), tangent));
  }

  /** A tensor of the call with a tangent that was computed for it. */
  public Tensor withTangent(Tensor made, Tensor tangent) {
    return level.dual(made, tangent);
  }

  /** The value of a tensor of the call. */
  public Tensor primal(Tensor tensor) {
    return level.primal(dualOf(tensor));
  }

  /** The tangent of a tensor of the call, zeros where it depends on nothing that has one. */
  public Tensor tangent(Tensor tensor) {
    return level.tangent(dualOf(tensor));
  }

  private Tensor dualOf(Tensor tensor) {
    return duals.getOrDefault(tensor, tensor);
  }

  /** The tangent of a tensor of one element, as a number. */
  public double derivative(Tensor tensor) {
    return tangent(tensor).item();
  }

  /** The same list, array or record with the tensors that stand in the call for others. */
  @SuppressWarnings("unchecked") // what is rebuilt has the class of what it is rebuilt from
  public <H> @Nullable H inCall(@Nullable H holder) {
    List<Tensor> tensors = Holders.tensors(holder);
    return tensors.stream().noneMatch(duals::containsKey)
        ? holder
        : (H) Holders.rebuilt(holder, tensors.stream().map(this::dualOf).iterator());
  }

  /** Calls something that differentiates itself. */
  public <R> R call(Function<Tensor[], R> function, Tensor... arguments) {
    return function.apply(duals(arguments));
  }

  /** Calls a module, which differentiates itself. */
  public Tensor call(UnaryCall module, Tensor x) {
    return module.call(dualOf(x));
  }

  /** Calls a function that brings its own derivative. */
  public List<Tensor> call(org.gradsmith.autograd.Function function, Tensor... arguments) {
    return function.apply(duals(arguments));
  }

  /** The tensors that stand in the call for others. */
  Tensor[] duals(Tensor[] tensors) {
    Tensor[] all = new Tensor[tensors.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = dualOf(tensors[i]);
    }
    return all;
  }

  @Override
  public void close() {
    level.close();
  }
}
