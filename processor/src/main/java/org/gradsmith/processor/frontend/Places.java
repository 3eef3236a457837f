/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import org.gradsmith.ir.Span;
import org.gradsmith.processor.problem.Place;

/** Finds the trees behind the spans of one method. */
public interface Places {
  /** The tree a span came from; the method as a whole for spans of other methods. */
  Place at(Span span);

  /** The expression a span came from, as its author wrote it, on one line. */
  String text(Span span);

  /** The {@code @Shape} of a parameter; the parameter itself if it has none. */
  Place shape(int parameter);
}
