/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A method while it is written: its lines so far, what can be named, and where control is. */
@SuppressWarnings("ArrayRecordComponent")
final class MethodDraft {
  final Choices choices;
  final List<Helper> helpers;
  final List<Piece> lines = new ArrayList<>();
  final Deque<Loop> loops = new ArrayDeque<>();
  final char result;

  /** Whether numbers may be rounded to {@code float}. */
  final boolean hasFloats;

  Names names = new Names();

  /** How often the present place runs in a call, at most. */
  int turns = 1;

  /** How many lines run in a call, at most. */
  int cost;

  private int depth = 1;
  private int fresh;

  MethodDraft(Choices choices, List<Helper> helpers, char result, boolean hasFloats) {
    this.choices = choices;
    this.helpers = helpers;
    this.result = result;
    this.hasFloats = hasFloats;
  }

  /** A loop around the present place. */
  record Loop(String label, boolean[] labelUsed) {}

  String fresh(String prefix) {
    return prefix + fresh++;
  }

  void line(Piece line) {
    cost += turns;
    lines.add(Piece.format("%s%s", "  ".repeat(depth + 1), line));
  }

  void line(String format, Object... parts) {
    line(Piece.format(format, parts));
  }

  /** Lines within braces, with names of their own. */
  void block(Piece head, Runnable inner, String end) {
    line("%s {", head);
    Names outer = names;
    names = outer.inner();
    depth++;
    inner.run();
    depth--;
    names = outer;
    line("}%s", end);
  }

  /** What follows a line that ends with {@code else}. */
  void inElse(Runnable inner) {
    Names outer = names;
    names = outer.inner();
    depth++;
    inner.run();
    depth--;
    names = outer;
    line("}");
  }

  /** How many braces are open. */
  int depth() {
    return depth;
  }
}
