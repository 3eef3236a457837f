/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.autograd.Function.Context;
import org.gradsmith.tensor.Primitives;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** One run of a {@link Function}: its results, and what its backward needs. */
public final class FunctionRecord {
  private final Function function;
  private final Context context;
  private final boolean[] needsGrad;
  private final boolean hasTangents;
  private final Tensor[] inputs;
  private final Tensor[] returned;
  private final List<Tensor> results = new ArrayList<>();
  private final Form[] inputForms;
  private final Form[] resultForms;

  /**
   * Computes the results; nothing is recorded meanwhile.
   *
   * @param needsGrad which inputs need a gradient
   */
  public FunctionRecord(Function function, boolean[] needsGrad, Tensor... inputs) {
    this.function = function;
    this.needsGrad = needsGrad;
    this.inputs = inputs;
    this.hasTangents = ForwardMode.isActive() && FunctionTangents.areAmong(inputs);
    this.context = new Context(function.name(), hasTangents ? withTangents() : needsGrad);
    try (var _ = GradMode.set(false)) {
      this.returned = function.forward(context, List.of(inputs)).toArray(new Tensor[0]);
    }
    this.inputForms = Form.of(inputs);
    this.resultForms = Form.of(returned);
  }

  private boolean[] withTangents() {
    boolean[] wanted = needsGrad.clone();
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] |= ForwardMode.of(inputs[i]) != null;
    }
    return wanted;
  }

  /** Whether the results have tangents, because an input has one. */
  public boolean hasTangents() {
    return hasTangents;
  }

  /** What messages call the function. */
  String name() {
    return function.name();
  }

  /** What the function returned. */
  public List<Tensor> returned() {
    return List.of(returned);
  }

  /** Looks at results that somebody else holds through views of them. */
  public void own() {
    for (Tensor result : returned) {
      boolean shared = result.requiresGrad() || Context.isAmong(List.of(inputs), result);
      Tensor own =
          shared && !context.isPassive(result) ? Primitives.expand(result, result.shape()) : result;
      // what ops in forward made of the tangents is not what backward makes of them
      results.add(hasTangents ? ForwardMode.without(own, FunctionTangents.OUTERMOST) : own);
    }
  }

  /** Keeps what backward reads: results as they now stand. Then they get their tangents. */
  public void keep() {
    context.keep(returned, results);
    if (hasTangents) {
      new FunctionTangents(this, inputs).push();
    }
  }

  @Override
  public String toString() {
    return function.name();
  }

  int count() {
    return returned.length;
  }

  Tensor result(int index) {
    return results.get(index);
  }

  /** The results, none of which anybody else holds. */
  public List<Tensor> results() {
    return List.copyOf(results);
  }

  /** Whether no gradient flows through a result. */
  public boolean isPassive(int result) {
    return context.isPassive(returned[result]);
  }

  boolean isReleased() {
    return context.isReleased();
  }

  void release() {
    context.release();
  }

  /**
   * The gradients of the inputs, null where none is needed or none flows.
   *
   * @param gradients those of the results, null standing for zeros
   * @param call what messages call the run
   */
  public @Nullable Tensor[] backward(@Nullable Tensor[] gradients, String call) {
    List<Tensor> given = new ArrayList<>();
    for (int i = 0; i < gradients.length; i++) {
      Tensor gradient = gradients[i];
      given.add(gradient != null ? gradient : resultForms[i].zeros());
    }
    return backward(given, needsGrad, call);
  }

  /**
   * The gradients of the inputs, as they are without the tangents of a level and of those further
   * in.
   *
   * @param given gradients of the results
   */
  @Nullable Tensor[] backwardBelow(long level, List<Tensor> given) {
    context.below(level);
    try {
      return backward(given, withTangents(), name());
    } finally {
      context.withAllTangents();
    }
  }

  private @Nullable Tensor[] backward(List<Tensor> given, boolean[] wanted, String call) {
    List<? extends @Nullable Tensor> found = function.backward(context, given);
    if (found.size() != inputForms.length) {
      throw new AutogradException(
          "%s: backward returned %d gradients for %d inputs; return one per input, null where none flows"
              .formatted(call, found.size(), inputForms.length));
    }
    @Nullable Tensor[] result = new @Nullable Tensor[inputForms.length];
    for (int i = 0; i < result.length; i++) {
      Tensor gradient = found.get(i);
      result[i] =
          gradient == null || !wanted[i]
              ? null
              : GradientCheck.like(
                  gradient,
                  inputForms[i],
                  "%s: for input %d, backward returned".formatted(function.name(), i));
    }
    return result;
  }
}
