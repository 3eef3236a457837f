/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.memory;

import org.gradsmith.autograd.UserLine;

/**
 * Who made a storage.
 *
 * @param op the op whose result lies there
 * @param line the user's line, as {@code Training.java:40}
 */
record Site(String op, String line) {
  private static final String ANY_OP = "tensor";
  private static final String NO_LINE = "a line of the framework";

  /** The user's line that is running; the op is not known yet. */
  static Site here() {
    String line = UserLine.find();
    return new Site(ANY_OP, line == null ? NO_LINE : line);
  }

  @Override
  public String toString() {
    return "'" + op + "' at " + line;
  }
}
