/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.problem;

/** Something that keeps a method from being compiled. */
public sealed interface Problem
    permits SubsetProblem, TypeProblem, DerivativeProblem, InternalProblem {
  /** The stable code: {@code AD101}. */
  String code();

  /** The smallest wrong tree. */
  Place place();

  /** What is wrong, why, and what to write instead; the user's own names in quotes. */
  String message();
}
