/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu.onednn;

import java.util.Arrays;

/** What a pipeline computes: a kind of convolution and all the sizes that it was made for. */
final class Plan {
  private final Kind kind;
  private final long[] numbers;
  private final int hash;

  /** Kinds of convolutions. */
  enum Kind {
    FORWARD,
    GRAD_INPUT,
    GRAD_WEIGHT
  }

  Plan(Kind kind, long... numbers) {
    this.kind = kind;
    this.numbers = numbers;
    this.hash = 31 * kind.hashCode() + Arrays.hashCode(numbers);
  }

  void make(PipelineBuilder builder) {
    switch (kind) {
      case FORWARD -> Convolutions.makeForward(builder, numbers);
      case GRAD_INPUT -> Convolutions.makeGradInput(builder, numbers);
      case GRAD_WEIGHT -> Convolutions.makeGradWeight(builder, numbers);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Plan plan && plan.kind == kind && Arrays.equals(plan.numbers, numbers);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return kind + " " + Arrays.toString(numbers);
  }
}
