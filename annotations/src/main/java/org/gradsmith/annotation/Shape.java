/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The shape of a tensor, one entry per dimension: a number, or a name. {@code @Shape("N, 1, 28,
 * 28")} is a batch of one-channel images of 28 by 28 pixels. A leading {@code ...} stands for any
 * number of dimensions.
 *
 * <p>A name that is also an {@code int} field of the enclosing class denotes that field's value;
 * every other name is a size that is only known at run time and equal wherever the name occurs in
 * the method. Shapes of parameters are checked on entry to a compiled call of a method without
 * control flow.
 *
 * <p>On a component of a record the names are those of the method that takes the record as a
 * parameter. The compiler's reports go by all of this, and take a name that a parameter of the
 * class's constructor has too for what that parameter was given.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.METHOD, ElementType.FIELD, ElementType.LOCAL_VARIABLE})
public @interface Shape {
  /** The dimensions, separated by commas. */
  String value();
}
