/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import javax.lang.model.element.TypeElement;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Value;

/** What an expression of a differentiable method stands for. */
sealed interface Meaning {
  /** A tensor. */
  record TensorMeaning(Value value) implements Meaning {}

  /** An object, with its declared class. */
  record ObjectMeaning(Value value, TypeElement type) implements Meaning {}

  /** A number, a flag (0 or 1) or the ordinal of an enum constant. */
  record NumberMeaning(Attr attribute) implements Meaning {}

  /** A Java array of sizes. */
  record SizesMeaning(Attr attribute) implements Meaning {}

  /** Refused: a problem was reported, and what depends on it is not looked at again. */
  record Refused() implements Meaning {}
}
