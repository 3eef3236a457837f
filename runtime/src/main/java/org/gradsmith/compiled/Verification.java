/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.autograd.Edge;
import org.gradsmith.autograd.GradMode;
import org.gradsmith.autograd.NestedTape;
import org.gradsmith.tensor.Primitives;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The verify mode for one call: the compiled run, whose effects stay, and the user's own body on a
 * tape of its own, from the same state. Results are compared at once, gradients when they are
 * computed.
 */
final class Verification {
  private final String method;
  private final @Nullable Edge argument;
  private @Nullable NestedTape tape;

  private Verification(String method, @Nullable Edge argument) {
    this.method = method;
    this.argument = argument;
  }

  /**
   * Runs a call both ways and returns the compiled result.
   *
   * @param eager the user's own body
   * @param compiled runs the generated code; its node is to call {@link #compareGradients}
   */
  static Tensor run(
      String method,
      Object self,
      UnaryOperator<Tensor> eager,
      Tensor x,
      Function<Verification, Tensor> compiled) {
    Verification verification = new Verification(method, GradMode.isEnabled() ? Edge.of(x) : null);
    StateSnapshot before = StateSnapshot.of(self);
    Tensor result = compiled.apply(verification);
    StateSnapshot after = StateSnapshot.of(self);
    before.restore();
    Tensor expected;
    try (var _ = Mode.OFF.scope()) {
      expected = verification.runEager(eager, x);
    } finally {
      after.restore();
    }
    Comparison.require(method, "the result", result, expected);
    return result;
  }

  private Tensor runEager(UnaryOperator<Tensor> eager, Tensor x) {
    if (!GradMode.isEnabled()) {
      return eager.apply(x.detach());
    }
    NestedTape run =
        NestedTape.run(
            inputs -> eager.apply(inputs[0]), new boolean[] {argument != null}, new Tensor[] {x});
    tape = run;
    return run.result();
  }

  /**
   * Compares the gradients of one backward run of the compiled node with those of the tape.
   *
   * @param operands what is known of the operands, which come first among the gradients
   * @param edges where each gradient goes
   */
  void compareGradients(
      Tensor yBar,
      List<@Nullable OperandInfo> operands,
      List<@Nullable Edge> edges,
      @Nullable Tensor[] gradients) {
    NestedTape eager = tape;
    if (eager == null) {
      throw new IllegalStateException("the eager run of " + method + " has not ended");
    }
    Map<Edge, String> names = new LinkedHashMap<>();
    Map<Edge, Tensor> compiledSums = new LinkedHashMap<>();
    for (int i = 0; i < gradients.length; i++) {
      OperandInfo operand = i < operands.size() ? operands.get(i) : null;
      Edge edge = edges.get(i);
      if (edge != null) {
        String name = operand == null ? "a tensor of an inner module" : "'" + operand.name() + "'";
        names.putIfAbsent(edge, name);
        add(compiledSums, edge, gradients[i]);
      }
    }
    Map<Edge, Tensor> eagerSums = new LinkedHashMap<>();
    @Nullable Tensor[] found = eager.backward(yBar);
    if (argument != null) {
      names.putIfAbsent(argument, "the argument");
      add(eagerSums, argument, found[0]);
    }
    for (int i = 1; i < found.length; i++) {
      Edge edge = eager.freeEdges().get(i - 1);
      names.putIfAbsent(edge, "a tensor that the generated code does not read");
      add(eagerSums, edge, found[i]);
    }
    names.forEach((edge, name) ->
        Comparison.requireGradient(
            method, "the gradient of " + name, compiledSums.get(edge), eagerSums.get(edge)));
  }

  private static void add(Map<Edge, Tensor> sums, Edge edge, @Nullable Tensor gradient) {
    if (gradient != null) {
      try (var _ = Autograd.noGrad()) {
        sums.merge(edge, gradient, Primitives::add);
      }
    }
  }
}
