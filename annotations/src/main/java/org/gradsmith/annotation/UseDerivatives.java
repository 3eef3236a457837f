/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names classes with {@link Derivative} methods that the {@code @Differentiable} methods of a
 * class, or of a package, use for what they call.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.PACKAGE})
public @interface UseDerivatives {
  /** The classes; where two have a derivative of the same method, the first one counts. */
  Class<?>[] value();
}
