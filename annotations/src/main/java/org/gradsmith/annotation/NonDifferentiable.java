/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that something is a constant to differentiation, with the reason: the result of a method, a
 * parameter (of a {@code @Differentiable} method or of a {@link Derivative}), or what a field
 * holds. No gradient flows through it, and nothing is kept or computed for one.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.PARAMETER, ElementType.FIELD})
public @interface NonDifferentiable {
  /** Why no gradient flows here. */
  String value() default "";
}
