/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import org.gradsmith.autograd.SavedTensor;
import org.gradsmith.tensor.Tensor;

/** One run of rows of the op table that run together, within a method with control flow. */
public abstract class CompiledRows extends RecordedCall {
  protected CompiledRows() {}

  /** Computes the result and keeps nothing. */
  public abstract Tensor evaluate();

  /**
   * Computes the result and keeps what {@link #backward} reads for the gradients that are needed.
   *
   * @param needs which operands need a gradient
   */
  public abstract Tensor record(Needs needs);

  /**
   * The reverse sweep. Reads saved values through {@link SavedTensor#unpack}, and may run more than
   * once.
   *
   * @param cotangent gradient of the result
   * @param needs which operands need a gradient
   * @param bars takes the gradient of each operand that needs one
   */
  public abstract void backward(Tensor cotangent, Needs needs, Adjoints bars);
}
