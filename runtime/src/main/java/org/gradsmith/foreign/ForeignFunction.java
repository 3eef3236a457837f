/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.foreign;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.autograd.AutogradException;
import org.gradsmith.autograd.Function;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** A foreign op as the tape and generated code know it. */
final class ForeignFunction extends Function {
  private final Signature signature;
  private final Body body;
  private final List<Number> scalars;
  private final @Nullable Vjp vjp;

  ForeignFunction(Signature signature, Body body, List<Number> scalars, @Nullable Vjp vjp) {
    this.signature = signature;
    this.body = body;
    this.scalars = scalars;
    this.vjp = vjp;
  }

  @Override
  protected List<Tensor> forward(Context context, List<Tensor> inputs) {
    signature.requireScalars(scalars.size());
    signature.check(inputs);
    Operands operands = new Operands(inputs.stream().map(ForeignFunction::ready).toList(), scalars);
    Tensor result = Tensor.empty(signature.result(), signature.shape(operands));
    if (result.numel() > 0) {
      body.run(operands, result);
    }
    if (vjp != null) {
      inputs.forEach(context::save);
      context.save(result);
    }
    return List.of(result);
  }

  /** The elements in row-major order, where native code can read them. */
  private static Tensor ready(Tensor input) {
    Tensor contiguous = input.detach().contiguous();
    return contiguous.segment().isNative() ? contiguous : contiguous.copy();
  }

  @Override
  protected List<? extends @Nullable Tensor> backward(Context context, List<Tensor> gradients) {
    if (vjp == null) {
      throw new AutogradException(
          "'%s' has no derivative, and a sweep goes through a call of it; give the op one by withVjp(...), or call it with detached tensors"
              .formatted(signature.name()));
    }
    int count = signature.inputs().size();
    List<Tensor> inputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      inputs.add(context.saved(i));
    }
    return vjp.vjp(new Operands(inputs, scalars), context.saved(count), gradients.getFirst());
  }

  @Override
  protected String name() {
    return signature.name();
  }
}
