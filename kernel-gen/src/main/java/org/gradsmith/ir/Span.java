/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir;

/**
 * A place in the user's source: where a node comes from.
 *
 * @param file name of the source file, without folders
 * @param line line number, from 1
 * @param start offset of the first character
 * @param end offset behind the last character
 * @param text the source text of the statement the node belongs to, on one line
 */
public record Span(String file, int line, int start, int end, String text) {
  /** For nodes that no source text stands behind. */
  public static final Span NONE = new Span("", 0, 0, 0, "");
}
