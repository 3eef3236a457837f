/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a static method is the derivative of another one, which may be of a library without
 * source: {@code @Differentiable} methods that call the other one are differentiated by this.
 *
 * <pre>{@code
 * @Derivative(of = Special.class, method = "bessel")
 * static double besselVjp(double x, double bar) {
 *   return -bar * Special.bessel1(x);
 * }
 * }</pre>
 *
 * <p>The parameters are those of the method (the object first, if it is an instance method), which
 * also tells overloads apart; behind them, if wanted, the result, and last the cotangent of the
 * result. It returns the products of the cotangent with the Jacobian: for one parameter the
 * gradient in that parameter's type ({@code double}, {@code float}, {@code double[]}, {@code
 * float[]}, {@code Tensor}), for several numbers a {@code double[]}, for several tensors a {@code
 * Tensor[]}, and for any mixture a record with a component for each, in their order. A gradient
 * that is null adds nothing. Parameters of other types, and those annotated {@link
 * NonDifferentiable} here or in the method, have no gradient. Neither method may write into its
 * arguments.
 *
 * <p>With {@code mode = FORWARD} the method is the derivative in a direction: behind the parameters
 * come the tangents of those that have gradients, and it returns the tangent of the result. Where a
 * class has no such method, the tangent of a result that is a number is computed from the gradient;
 * for other results {@code jvp} refuses. Second derivatives differentiate these methods in turn,
 * which have to be {@code @Differentiable} for that.
 *
 * <p>A call of the other method uses the derivative that stands in the class of that method, or in
 * one around the caller, or in one that {@link UseDerivatives} names at the caller's class or
 * package: the first of these.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Derivative {
  /** The class that declares the method. */
  Class<?> of();

  /** The method's name. */
  String method();

  /** Whether this computes gradients or a tangent. */
  Differentiable.Mode mode() default Differentiable.Mode.REVERSE;
}
