/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import org.gradsmith.compiled.flow.Sweep;
import org.jspecify.annotations.Nullable;

/** What became of the generated class of one class. */
sealed interface Companion {
  /**
   * It is there and fits.
   *
   * @param name what messages call the method
   */
  record Fresh(String name, CompiledForward<?> forward, SourceLines lines) implements Companion {}

  /** It is there and fits, for a method with control flow. */
  record Structured(Class<? extends Sweep> sweep) implements Companion {}

  /**
   * It cannot be used.
   *
   * @param reason one sentence, continuing "... is annotated @Differentiable, but "
   */
  record Unusable(State state, String reason, @Nullable Throwable cause) implements Companion {}

  /** Why a generated class cannot be used. */
  enum State {
    /** There is no such class. */
    MISSING,
    /** It was generated from another version of the method, or for another runtime. */
    STALE,
    /** The processor, or loading the class, failed. */
    FAILED
  }
}
