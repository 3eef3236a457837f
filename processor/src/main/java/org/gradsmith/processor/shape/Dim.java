/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.shape;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A size: a polynomial with integer coefficients in named sizes, such as {@code 256*N}. What a
 * polynomial cannot express (a quotient that is rounded) is a name of its own.
 */
public final class Dim {
  private static final Comparator<List<String>> ORDER =
      Comparator.<List<String>>comparingInt(List::size)
          .reversed()
          .thenComparing(names -> String.join("*", names));

  /** Coefficients by product of names; zero coefficients are left out. */
  private final NavigableMap<List<String>, Long> terms;

  private Dim(NavigableMap<List<String>, Long> terms) {
    terms.values().removeIf(c -> c == 0);
    this.terms = terms;
  }

  /** A number. */
  public static Dim of(long value) {
    TreeMap<List<String>, Long> terms = new TreeMap<>(ORDER);
    terms.put(List.of(), value);
    return new Dim(terms);
  }

  /** A named size. */
  public static Dim named(String name) {
    TreeMap<List<String>, Long> terms = new TreeMap<>(ORDER);
    terms.put(List.of(name), 1L);
    return new Dim(terms);
  }

  /** The sum. */
  public Dim plus(Dim other) {
    TreeMap<List<String>, Long> sum = new TreeMap<>(terms);
    other.terms.forEach((names, c) -> sum.merge(names, c, Long::sum));
    return new Dim(sum);
  }

  /** The product. */
  public Dim times(Dim other) {
    TreeMap<List<String>, Long> product = new TreeMap<>(ORDER);
    terms.forEach((a, c) ->
        other.terms.forEach((b, d) -> {
          List<String> names = new ArrayList<>(a);
          names.addAll(b);
          Collections.sort(names);
          product.merge(List.copyOf(names), c * d, Long::sum);
        }));
    return new Dim(product);
  }

  /** The quotient rounded down; exact where every term can be divided. */
  Dim floorDivide(Dim divisor) {
    if (divisor.terms.size() != 1) {
      return equals(divisor) ? of(1) : named("floor((" + this + ") / (" + divisor + "))");
    }
    Map.Entry<List<String>, Long> by = divisor.terms.firstEntry();
    TreeMap<List<String>, Long> quotient = new TreeMap<>(ORDER);
    TreeMap<List<String>, Long> rest = new TreeMap<>(ORDER);
    terms.forEach((names, c) -> {
      List<String> left = new ArrayList<>(names);
      if (c % by.getValue() == 0 && by.getKey().stream().allMatch(left::remove)) {
        quotient.put(List.copyOf(left), c / by.getValue());
      } else {
        rest.put(names, c);
      }
    });
    if (rest.isEmpty()) {
      return new Dim(quotient);
    }
    Dim remainder = new Dim(rest);
    OptionalLong constant = remainder.value();
    Dim rounded =
        constant.isPresent() && by.getKey().isEmpty()
            ? of(Math.floorDiv(constant.getAsLong(), by.getValue()))
            : named("floor((" + remainder + ") / " + divisor + ")");
    return new Dim(quotient).plus(rounded);
  }

  /** The number, if it is one. */
  public OptionalLong value() {
    if (terms.isEmpty()) {
      return OptionalLong.of(0);
    }
    Long constant = terms.size() == 1 ? terms.get(List.of()) : null;
    return constant == null ? OptionalLong.empty() : OptionalLong.of(constant);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Dim dim && terms.equals(dim.terms);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(terms);
  }

  /** The polynomial as Java text: {@code 2*N + 1}. */
  @Override
  public String toString() {
    if (terms.isEmpty()) {
      return "0";
    }
    StringBuilder text = new StringBuilder();
    terms.forEach((names, c) -> {
      if (!text.isEmpty()) {
        text.append(c < 0 ? " - " : " + ");
      } else if (c < 0) {
        text.append('-');
      }
      long size = Math.abs(c);
      String product = String.join("*", names);
      text.append(
          names.isEmpty() ? Long.toString(size) : size == 1 ? product : size + "*" + product);
    });
    return text.toString();
  }
}
