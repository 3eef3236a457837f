/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a generated class tells later compilations: the intermediate representation of the method it
 * was generated from, so that callers in other classes and jars can differentiate through it.
 * Companions of modules tell it, and classes of functions that are straight lines.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Generated {
  /** Version of the {@link #ir()} format. */
  int format();

  /** The method's intermediate representation as text, in chunks below the class file's limit. */
  String[] ir();

  /** Facts on the constructors of the enclosing class, one per line; see the processor's reader. */
  String[] constructors() default {};
}
