/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.javagen;

import com.palantir.javapoet.ClassName;

/** What the class of a call is a part of. */
enum CallForm {
  /** The companion of a module's forward. */
  FORWARD,
  /** A run of rows of a method with control flow. */
  ROWS;

  ClassName superclass() {
    return this == FORWARD ? RuntimeNames.COMPILED_CALL : RuntimeNames.COMPILED_ROWS;
  }
}
