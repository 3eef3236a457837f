/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.inspect;

import java.util.List;
import java.util.stream.Collectors;

/** Spells elements of HTML that are XML too. */
final class Markup {
  private Markup() {}

  /** A text that stands for itself, in elements and in attributes; what XML forbids is marked. */
  static String text(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> escaped.append("&amp;");
            case '<' -> escaped.append("&lt;");
            case '>' -> escaped.append("&gt;");
            case '"' -> escaped.append("&quot;");
            default -> escaped.appendCodePoint(isAllowed(c) ? c : '\uFFFD');
          }
        });
    return escaped.toString();
  }

  private static boolean isAllowed(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= ' ' && c < 0xD800)
        || (c > 0xDFFF && c < 0xFFFE)
        || c >= 0x10000;
  }

  /** A link within the page. */
  static String link(String target, String label) {
    return "<a href=\"#%s\">%s</a>".formatted(text(target), text(label));
  }

  /** An identifier made of names: letters, digits and hyphens, no two names alike. */
  static String id(String... names) {
    return List.of(names).stream()
        .map(name ->
            name.chars()
                .mapToObj(c ->
                    Character.isLetterOrDigit(c) && c < 128
                        ? Character.toString(c)
                        : "_" + Integer.toHexString(c))
                .collect(Collectors.joining()))
        .collect(Collectors.joining("-"));
  }

  /** A table; cells are markup already. */
  static String table(List<String> heads, List<List<String>> rows) {
    String head = heads.stream().map(h -> "<th>" + text(h) + "</th>").collect(Collectors.joining());
    String body =
        rows.stream()
            .map(row ->
                row.stream()
                    .map(cell -> "<td>" + cell + "</td>")
                    .collect(Collectors.joining("", "<tr>", "</tr>\n")))
            .collect(Collectors.joining());
    return "<div class=\"wide\"><table><thead><tr>%s</tr></thead>\n<tbody>%s</tbody></table></div>\n"
        .formatted(head, body);
  }

  /** Something that is opened by a click. */
  static String details(String title, String inner) {
    return "<details><summary>%s</summary>\n%s</details>\n".formatted(text(title), inner);
  }

  /** Text as it stands. */
  static String verbatim(String content) {
    return "<pre>" + text(content) + "</pre>\n";
  }
}
