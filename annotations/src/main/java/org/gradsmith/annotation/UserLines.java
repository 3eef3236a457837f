/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Which lines of the user's source stand behind the lines of a generated class. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface UserLines {
  /** The user's source file, without folders. */
  String file();

  /** Pairs {@code generated=user} of line numbers; a pair holds until the next one. */
  String table();
}
