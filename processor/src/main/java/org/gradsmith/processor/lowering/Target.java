/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import java.util.Optional;

/** Where a jump goes: the end of the method, behind a loop or a block, to a loop's next turn. */
final class Target {
  private final int code;
  private final Kind kind;
  private final Optional<String> label;
  private boolean jumpedTo;

  /** What kind of jump goes there. */
  enum Kind {
    RETURN,
    BREAK,
    LABELED_BREAK,
    CONTINUE,
    YIELD
  }

  Target(int code, Kind kind, Optional<String> label) {
    this.code = code;
    this.kind = kind;
    this.label = label;
  }

  /** The value of the jump variable while control is on its way there. */
  int code() {
    return code;
  }

  Kind kind() {
    return kind;
  }

  Optional<String> label() {
    return label;
  }

  void jump() {
    jumpedTo = true;
  }

  /** Whether a jump goes there that sets the jump variable. */
  boolean isJumpedTo() {
    return jumpedTo;
  }
}
