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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A size: a polynomial with integer coefficients in named sizes, such as {@code 256*N}. What a
 * polynomial cannot express (a quotient that is rounded) is a name of its own.
 */
public final class Dim {
  private static final Comparator<List<String>> ORDER =
      Comparator.<List<String>>comparingInt(List::size)
          .reversed()
          .thenComparing(names -> String.join("*", names));

  /** A quotient that was rounded, of one product of names and another. */
  private static final Pattern QUOTIENT =
      Pattern.compile("floor\\(\\(([A-Za-z_][\\w.*]*)\\) / ([A-Za-z_][\\w.*]*)\\)");

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
  public Dim floorDivide(Dim divisor) {
    if (divisor.terms.size() != 1) {
      return equals(divisor) ? of(1) : named("floor((" + this + ") / (" + divisor + "))");
    }
    List<String> shared = shared(divisor);
    if (!shared.isEmpty()) {
      return without(shared).floorDivide(divisor.without(shared));
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

  /** The names that are factors of all terms of both. */
  private List<String> shared(Dim other) {
    List<String> shared = new ArrayList<>(other.terms.firstKey());
    for (List<String> names : terms.keySet()) {
      List<String> left = new ArrayList<>(names);
      shared.removeIf(name -> !left.remove(name));
    }
    return terms.isEmpty() ? List.of() : shared;
  }

  private Dim without(List<String> factors) {
    TreeMap<List<String>, Long> left = new TreeMap<>(ORDER);
    terms.forEach((names, c) -> {
      List<String> rest = new ArrayList<>(names);
      factors.forEach(rest::remove);
      left.put(List.copyOf(rest), c);
    });
    return new Dim(left);
  }

  /**
   * The same polynomial where quotients of names, multiplied by what they are divided by, are what
   * is divided: for quotients that leave no rest.
   */
  public Dim multipliedOut() {
    Dim sum = of(0);
    for (Map.Entry<List<String>, Long> term : terms.entrySet()) {
      List<String> names = new ArrayList<>(term.getKey());
      Dim product = of(term.getValue());
      for (String name : term.getKey()) {
        Matcher quotient = QUOTIENT.matcher(name);
        if (quotient.matches()) {
          List<String> rest = new ArrayList<>(names);
          if (Stream.of(quotient.group(2).split("\\*")).allMatch(rest::remove)) {
            rest.remove(name);
            names = rest;
            product =
                Stream.of(quotient.group(1).split("\\*"))
                    .map(Dim::named)
                    .reduce(product, Dim::times);
          }
        }
      }
      sum = sum.plus(names.stream().map(Dim::named).reduce(product, Dim::times));
    }
    return sum;
  }

  /** The names in it, those of quotients whole. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    terms.keySet().forEach(names::addAll);
    return names;
  }

  /** The same polynomial with other sizes in the place of names. */
  public Dim replace(UnaryOperator<Dim> sizes) {
    Dim sum = of(0);
    for (Map.Entry<List<String>, Long> term : terms.entrySet()) {
      Dim product = of(term.getValue());
      for (String name : term.getKey()) {
        product = product.times(sizes.apply(named(name)));
      }
      sum = sum.plus(product);
    }
    return sum;
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
