/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import org.gradsmith.ir.op.Call;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** One application of an op whose operands and results are all at hand. */
final class Application implements Call<Tensor, Object> {
  private final Object[] attributes;
  private final @Nullable Tensor[] operands;
  private final Tensor[] results;
  private final @Nullable Tensor[] cotangents;

  /**
   * An application.
   *
   * @param cotangents one per differentiable result, null standing for zeros; may be empty where no
   *     rule asks for one
   */
  Application(
      Object[] attributes,
      @Nullable Tensor[] operands,
      Tensor[] results,
      @Nullable Tensor[] cotangents) {
    this.attributes = attributes;
    this.operands = operands;
    this.results = results;
    this.cotangents = cotangents;
  }

  @Override
  public Tensor operand(int index) {
    Tensor operand = operands[index];
    if (operand == null) {
      throw new IllegalStateException("a rule reads operand " + index + ", which is absent");
    }
    return operand;
  }

  @Override
  public Object shape(int index) {
    return operand(index).array().shape();
  }

  @Override
  public Tensor result(int index) {
    return results[index];
  }

  @Override
  public Object attribute(int index) {
    return attributes[index];
  }

  @Override
  public int operandCount() {
    return operands.length;
  }

  @Override
  public boolean isPresent(int index) {
    return operands[index] != null;
  }

  @Override
  public Object resultShape() {
    return results[0].array().shape();
  }

  @Override
  public Tensor cotangent() {
    return cotangent(0);
  }

  @Override
  public Tensor cotangent(int index) {
    Tensor given = cotangents[index];
    return given != null ? given : Tensor.zerosLike(results[index]);
  }
}
