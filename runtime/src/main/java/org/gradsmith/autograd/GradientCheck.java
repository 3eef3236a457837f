/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import org.gradsmith.tensor.Tensor;

/** Refuses a gradient that does not have the shape and dtype of what it is the gradient of. */
final class GradientCheck {
  private GradientCheck() {}

  /**
   * Returns the gradient, or fails.
   *
   * @param model a tensor of the shape and dtype that fit
   * @param what who gave the gradient: {@code a hook returned}
   */
  static Tensor like(Tensor gradient, Tensor model, String what) {
    return like(gradient, new Form(model), what);
  }

  /** As {@link #like(Tensor, Tensor, String)}. */
  static Tensor like(Tensor gradient, Form model, String what) {
    if (!model.fits(gradient)) {
      throw new AutogradException(
          "%s a gradient %s, but the tensor it belongs to is %s; a gradient has the tensor's shape and dtype"
              .formatted(what, gradient.describe(), model.describe()));
    }
    return gradient;
  }
}
