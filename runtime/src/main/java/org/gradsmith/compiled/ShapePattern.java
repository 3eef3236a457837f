/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;

/**
 * The shape that {@code @Shape} promises for a parameter, checked when a compiled call starts, so
 * that generated code may rely on it.
 */
public final class ShapePattern {
  private final String parameter;
  private final String text;
  private final boolean openAtFront;
  private final List<String> sizes;
  private final List<String> members;

  private ShapePattern(String parameter, String text, List<String> members) {
    this.parameter = parameter;
    this.text = text;
    this.members = members;
    List<String> entries = new ArrayList<>();
    if (!text.isBlank()) {
      Arrays.stream(text.split(",", -1)).map(String::strip).forEach(entries::add);
    }
    this.openAtFront = !entries.isEmpty() && "...".equals(entries.getFirst());
    if (openAtFront) {
      entries.removeFirst();
    }
    this.sizes = List.copyOf(entries);
  }

  /**
   * A pattern.
   *
   * @param parameter the parameter's name, for messages
   * @param text what {@code @Shape} says
   * @param members names in it whose values {@link #check} is given, in order
   */
  public static ShapePattern of(String parameter, String text, String... members) {
    return new ShapePattern(parameter, text, List.of(members));
  }

  /**
   * Checks a tensor; throws a {@link ShapeException} that says what does not fit.
   *
   * @param values the sizes that belong to the pattern's members
   */
  public void check(Tensor tensor, long... values) {
    long[] shape = tensor.shape();
    int skipped = shape.length - sizes.size();
    if (skipped < 0 || (skipped > 0 && !openAtFront)) {
      String wanted = (openAtFront ? "at least " : "") + sizes.size();
      throw mismatch(shape, "it has %d dimensions, not %s".formatted(shape.length, wanted), values);
    }
    Map<String, Long> known = new HashMap<>();
    for (int i = 0; i < members.size(); i++) {
      known.put(members.get(i), values[i]);
    }
    for (int i = 0; i < sizes.size(); i++) {
      int dim = skipped + i;
      String size = sizes.get(i);
      Long wanted =
          Character.isDigit(size.charAt(0))
              ? Long.valueOf(size)
              : known.putIfAbsent(size, shape[dim]);
      if (wanted != null && wanted != shape[dim]) {
        throw mismatch(
            shape, "size %d at dimension %d is not %d".formatted(shape[dim], dim, wanted), values);
      }
    }
  }

  private ShapeException mismatch(long[] shape, String reason, long[] values) {
    StringBuilder where = new StringBuilder();
    for (int i = 0; i < members.size(); i++) {
      where.append(i == 0 ? " with " : ", ").append(members.get(i)).append(" = ").append(values[i]);
    }
    String actual =
        Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", ", "(", ")"));
    return new ShapeException(
        "'%s' has shape %s, but must be (%s)%s: %s"
            .formatted(parameter, actual, text, where, reason));
  }
}
