/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.javagen;

import com.palantir.javapoet.CodeBlock;
import org.gradsmith.ir.Span;

/** Comments that show the user's line above the steps it became. */
public final class UserLines {
  private Span current = Span.NONE;

  /** Writes the comment if another line begins here. */
  public void enter(Span span, CodeBlock.Builder code) {
    if (!span.equals(Span.NONE) && !sameStatement(span)) {
      code.add("// $L:$L: $L\n", span.file(), span.line(), span.text());
      current = span;
    }
  }

  private boolean sameStatement(Span span) {
    return span.line() == current.line() && span.text().equals(current.text());
  }
}
