/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import org.gradsmith.tensor.Tensor;

/**
 * The generated companion of a class that declares an annotated {@code forward}: stateless, with a
 * public constructor without parameters, named as the class with {@code __AD} appended, in its
 * package.
 *
 * @param <M> the class that declares {@code forward}
 */
public interface CompiledForward<M> {
  /** The {@link ApiLevel} this companion was generated for, as a literal. */
  int apiLevel();

  /**
   * Hash of the intermediate representation of {@code forward}: what an inlining caller compares.
   */
  String irHash();

  /** Name of the user's source file, for example {@code LeNet.java}. */
  String sourceFile();

  /**
   * The user's line behind each line of the generated source: pairs {@code generated=user} in
   * ascending order of the generated line, separated by spaces ({@code "87=41 92=42"}). A pair
   * holds up to the next one.
   */
  String lines();

  /**
   * Whether the inlined sweep stands for what the inner modules would do now: exact classes, no
   * hooks inside, callees unchanged since they were inlined.
   */
  boolean inlined(M self);

  /** Starts a call with inner modules inlined; reads every operand. */
  CompiledCall begin(M self, Tensor x);

  /** Starts a call in which inner modules are really called; reads every operand. */
  CompiledCall beginThroughModules(M self, Tensor x);
}
