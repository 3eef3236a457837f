/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.metadata;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.gradsmith.ir.Attr;

/**
 * What the constructors of a class do with their arguments, as far as it can be followed.
 *
 * @param constructors one per constructor, in source order
 */
public record ClassFacts(List<Constructor> constructors) {
  public ClassFacts {
    constructors = List.copyOf(constructors);
  }

  /** Nothing is known. */
  public static final ClassFacts NONE = new ClassFacts(List.of());

  /**
   * One constructor.
   *
   * @param descriptor its descriptor, as in the class file
   * @param integers what final integer fields are set to, inherited ones included
   * @param objects what fields are set to a new object
   */
  public record Constructor(
      String descriptor, SortedMap<String, Term> integers, SortedMap<String, NewObject> objects) {
    public Constructor {
      integers = Collections.unmodifiableSortedMap(new TreeMap<>(integers));
      objects = Collections.unmodifiableSortedMap(new TreeMap<>(objects));
    }
  }

  /**
   * A call of a constructor.
   *
   * @param className binary name of the class
   * @param descriptor the constructor's descriptor
   * @param arguments its arguments
   */
  public record NewObject(String className, String descriptor, List<Term> arguments) {
    public NewObject {
      arguments = List.copyOf(arguments);
    }
  }

  /** The constructor with that descriptor. */
  public Optional<Constructor> find(String descriptor) {
    return constructors.stream().filter(c -> c.descriptor().equals(descriptor)).findFirst();
  }

  /**
   * One line per constructor: {@code "(II)V" inFeatures = #0, outFeatures = #1, act = new "u.Swish"
   * "(I)V" (1)}.
   */
  public List<String> write() {
    return constructors.stream().map(ClassFacts::write).toList();
  }

  /** The facts behind such lines. */
  public static ClassFacts read(List<String> lines) {
    return new ClassFacts(lines.stream().map(ClassFacts::read).toList());
  }

  private static String write(Constructor constructor) {
    StringBuilder line = new StringBuilder(Tokens.quote(constructor.descriptor()));
    constructor
        .integers()
        .forEach((f, t) -> line.append(' ').append(f).append(" = ").append(write(t)));
    constructor
        .objects()
        .forEach((f, o) ->
            line.append(' ')
                .append(f)
                .append(" = new ")
                .append(Tokens.quote(o.className()))
                .append(' ')
                .append(Tokens.quote(o.descriptor()))
                .append(
                    o.arguments().stream()
                        .map(ClassFacts::write)
                        .collect(Collectors.joining(" ", " (", ")"))));
    return line.toString();
  }

  private static String write(Term term) {
    return switch (term) {
      case Term.Literal(long value) -> Long.toString(value);
      case Term.Parameter(int index) -> "#" + index;
      case Term.Unknown() -> "?";
      case Term.Arithmetic(Attr.Operator operator, Term left, Term right) ->
          "(" + write(left) + " " + operator.symbol() + " " + write(right) + ")";
    };
  }

  private static Constructor read(String line) {
    Tokens tokens = new Tokens(line);
    String descriptor = tokens.string();
    TreeMap<String, Term> integers = new TreeMap<>();
    TreeMap<String, NewObject> objects = new TreeMap<>();
    while (!tokens.atEnd()) {
      String field = tokens.word();
      tokens.expect("=");
      if (tokens.takeIf("new")) {
        objects.put(field, newObject(tokens));
      } else {
        integers.put(field, term(tokens));
      }
    }
    return new Constructor(descriptor, integers, objects);
  }

  private static NewObject newObject(Tokens tokens) {
    String className = tokens.string();
    String descriptor = tokens.string();
    List<Term> arguments = new ArrayList<>();
    tokens.expect("(");
    while (!tokens.takeIf(")")) {
      arguments.add(term(tokens));
    }
    return new NewObject(className, descriptor, arguments);
  }

  private static Term term(Tokens tokens) {
    if (tokens.takeIf("?")) {
      return new Term.Unknown();
    }
    if (tokens.takeIf("#")) {
      return new Term.Parameter((int) tokens.number());
    }
    if (!tokens.takeIf("(")) {
      return new Term.Literal(tokens.number());
    }
    Term left = term(tokens);
    Attr.Operator operator = IrReader.operator(tokens.take());
    Term right = term(tokens);
    tokens.expect(")");
    return new Term.Arithmetic(operator, left, right);
  }
}
