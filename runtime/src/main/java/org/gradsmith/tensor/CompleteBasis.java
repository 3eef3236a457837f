/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.List;
import org.gradsmith.autograd.AutogradException;
import org.gradsmith.autograd.Function;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.ir.op.Orthogonalizations;

/**
 * The complete orthogonal factor of tall matrices. Its last columns may be any orthonormal basis of
 * what the first ones do not span, so that nothing which depends on it has a gradient; asking for
 * one is an error.
 */
final class CompleteBasis extends Function {
  @Override
  protected List<Tensor> forward(Context context, List<Tensor> inputs) {
    Tensor x = inputs.getFirst();
    return List.of(Recorder.apply(Orthogonalizations.COMPLETE_BASIS, new Object[0], x));
  }

  @Override
  protected List<Tensor> backward(Context context, List<Tensor> gradients) {
    throw new AutogradException(
        "qr: the complete Q %s has no derivative, because its last columns may be any orthonormal basis; use the reduced Q, or detach it"
            .formatted(Layouts.text(gradients.getFirst().shape())));
  }

  @Override
  protected String name() {
    return "completeQ";
  }
}
