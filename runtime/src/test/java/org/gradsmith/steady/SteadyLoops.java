/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.steady;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.memory.Holder;
import org.gradsmith.memory.MemoryReport;
import org.gradsmith.tensor.Tensor;

/**
 * Loops that run in a JVM of their own, with little memory; nothing is closed, no scope is open.
 */
final class SteadyLoops {
  private static final int STEPS = 10_000;
  private static final int BATCH = 64;
  private static final int FEATURES = 256;

  private final Tensor w1 = Tensor.randn(FEATURES, 64).mul(0.05).detach().requiresGrad(true);
  private final Tensor b1 = Tensor.zeros(64).requiresGrad(true);
  private final Tensor w2 = Tensor.randn(64, 1).mul(0.1).detach().requiresGrad(true);
  private final List<Tensor> parameters = List.of(w1, b1, w2);
  private final Tensor input = Tensor.randn(BATCH, FEATURES);
  private final Tensor target = Tensor.randn(BATCH, 1);

  /** Prints {@code MIDDLE END}: live bytes at half of the steps and at their end. */
  public static void main(String[] args) {
    SteadyLoops loops = new SteadyLoops();
    switch (args[0]) {
      case "training" -> loops.steady(loops::train);
      case "evaluation" -> loops.steady(loops::evaluate);
      case "growing" -> loops.grow();
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private Tensor loss() {
    Tensor error = input.matmul(w1).add(b1).relu().matmul(w2).sub(target);
    return error.mul(error).mean();
  }

  private void train() {
    loss().backward();
    for (Tensor parameter : parameters) {
      Tensor gradient = java.util.Objects.requireNonNull(parameter.grad());
      Tensor values = parameter.detach();
      values.copyFrom(values.sub(gradient.mul(0.01)));
      parameter.grad(null);
    }
  }

  /** Records every graph and drops it. */
  private void evaluate() {
    loss();
  }

  private void steady(Runnable step) {
    long middle = 0;
    for (int i = 0; i < STEPS; i++) {
      step.run();
      if (i == STEPS / 2) {
        middle = MemoryReport.collected().live();
      }
    }
    MemoryReport end = MemoryReport.collected();
    System.out.println(middle + " " + end.live() + " " + end.peak() + " " + end.budget());
  }

  /** The mistake that everybody makes once: the sum keeps the graph of every step. */
  private void grow() {
    MemoryReport.track(true);
    Tensor total = Tensor.zeros();
    List<Holder> growing = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      total = total.add(loss()); // grows
      growing = new ArrayList<>(MemoryReport.collected().growing());
    }
    System.out.println(MemoryReport.now());
    growing.forEach(holder -> System.out.println("GROWS " + holder.op() + " " + holder.line()));
  }
}
