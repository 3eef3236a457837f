/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Asks for the derivative of a method: the processor reads its body and writes, beside the class, a
 * companion with the forward and reverse sweeps and the fused kernels. Attributes speak of methods
 * with control flow, which have a class for each way to differentiate them.
 *
 * <p>The annotation survives to run time so that a build in which the processor did not run is
 * found at the first call instead of training through the eager tape by accident.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Differentiable {
  /**
   * Which derivatives of the method can be asked for. A method that is called by another one also
   * gets what the other one asks for.
   */
  Mode[] modes() default {Mode.REVERSE, Mode.FORWARD};

  /**
   * The names of the parameters to differentiate with respect to; the others are constants, as if
   * each were {@link NonDifferentiable}. None means all.
   */
  String[] wrt() default {};

  /** 1 for first derivatives; 2 asks for products with the Hessian too, in a class of their own. */
  int order() default 1;

  /** Ways to compute a derivative. */
  enum Mode {
    /** Gradients: products of a cotangent of the result with the Jacobian. */
    REVERSE,
    /** Directional derivatives: products of the Jacobian with a tangent of the arguments. */
    FORWARD
  }
}
