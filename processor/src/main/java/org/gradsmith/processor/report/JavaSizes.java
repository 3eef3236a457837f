/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradsmith.processor.shape.Dim;

/**
 * Reads sizes off pieces of Java: integers, variables, members, {@code x.size(1) / 4}, {@code new
 * long[] {n, -1}}. What it does not understand it does not read.
 */
final class JavaSizes {
  private static final Pattern TOKEN =
      Pattern.compile("\\s*(\\d+(?=[lL]?\\b)|[\\w$]+(?:\\.[\\w$]+)*|\\S)[lL]?");
  private static final Pattern ARRAY = Pattern.compile("new (?:long|int)\\[\\] ?\\{(.*)}");
  private static final Pattern WHOLE_SHAPE = Pattern.compile("(\\w+)\\.shape\\(\\)");

  /** What the names in a piece of Java stand for. */
  interface Names {
    /** A variable. */
    Optional<Dim> variable(String name);

    /** A member of the method's own object. */
    Optional<Dim> own(String member);

    /** A member of the object in a variable. */
    Optional<Dim> member(String variable, String member);

    /** The shape of a tensor. */
    Optional<List<Dim>> shape(String tensor);

    /** The values in an array. */
    Optional<List<Dim>> array(String name);
  }

  private final Names names;
  private final List<String> tokens = new ArrayList<>();
  private int next;

  private JavaSizes(String text, Names names) {
    this.names = names;
    Matcher token = TOKEN.matcher(text);
    while (token.find()) {
      tokens.add(token.group(1));
    }
  }

  /** The size that a piece of Java computes. */
  static Optional<Dim> size(String java, Names names) {
    JavaSizes reader = new JavaSizes(java, names);
    Optional<Dim> size = reader.sum();
    return reader.next == reader.tokens.size() ? size : Optional.empty();
  }

  /**
   * The sizes in an array, which a piece of Java makes or names.
   *
   * @return for each of them its value, if that is known; empty if not even their number is
   */
  static Optional<List<Optional<Dim>>> sizes(String java, Names names) {
    Matcher array = ARRAY.matcher(java);
    if (array.matches()) {
      return Optional.of(entries(array.group(1)).stream().map(e -> size(e, names)).toList());
    }
    Matcher whole = WHOLE_SHAPE.matcher(java);
    Optional<List<Dim>> known = whole.matches() ? names.shape(whole.group(1)) : names.array(java);
    return known.map(sizes -> sizes.stream().map(Optional::of).toList());
  }

  /** What stands between commas that are in no brackets. */
  static List<String> entries(String list) {
    List<String> entries = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < list.length(); i++) {
      switch (list.charAt(i)) {
        case '(', '{', '[' -> depth++;
        case ')', '}', ']' -> depth--;
        case ',' -> {
          if (depth == 0) {
            entries.add(list.substring(start, i).strip());
            start = i + 1;
          }
        }
        default -> {}
      }
    }
    String last = list.substring(start).strip();
    if (!last.isEmpty()) {
      entries.add(last);
    }
    return entries;
  }

  private boolean take(String token) {
    boolean isNext = next < tokens.size() && tokens.get(next).equals(token);
    next += isNext ? 1 : 0;
    return isNext;
  }

  private Optional<Dim> sum() {
    Optional<Dim> sum = product();
    while (sum.isPresent()) {
      Dim left = sum.get();
      if (take("+")) {
        sum = product().map(left::plus);
      } else if (take("-")) {
        sum = product().map(right -> left.plus(right.times(Dim.of(-1))));
      } else {
        break;
      }
    }
    return sum;
  }

  private Optional<Dim> product() {
    Optional<Dim> product = factor();
    while (product.isPresent()) {
      Dim left = product.get();
      if (take("*")) {
        product = factor().map(left::times);
      } else if (take("/")) {
        product = factor().filter(by -> by.value().orElse(1) > 0).map(left::floorDivide);
      } else {
        break;
      }
    }
    return product;
  }

  private Optional<Dim> factor() {
    if (take("-")) {
      return factor().map(size -> size.times(Dim.of(-1)));
    }
    if (take("(")) {
      if (take("int") || take("long")) {
        return take(")") ? factor() : Optional.empty();
      }
      Optional<Dim> inner = sum();
      return take(")") ? inner : Optional.empty();
    }
    return next < tokens.size() ? named(tokens.get(next++)) : Optional.empty();
  }

  private Optional<Dim> named(String name) {
    if (name.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return name.length() < 19 ? Optional.of(Dim.of(Long.parseLong(name))) : Optional.empty();
    }
    int dot = name.lastIndexOf('.');
    String object = dot < 0 ? "" : name.substring(0, dot);
    String member = name.substring(dot + 1);
    if (!take("(")) {
      return object.isEmpty() ? names.variable(member) : read(object, member);
    }
    if (take(")")) {
      return member.equals("dim")
          ? names
              .shape(object)
              .filter(shape -> !ShapeBinding.isOpen(shape))
              .map(shape -> Dim.of(shape.size()))
          : read(object, member);
    }
    if (member.equals("get") && take("self")) {
      return take(")") ? names.own(object) : Optional.empty();
    }
    Optional<Dim> argument = sum();
    if (argument.isEmpty() || !take(")")) {
      return Optional.empty();
    }
    return switch (member) {
      case "toIntExact" -> argument;
      case "size" -> names.shape(object).flatMap(shape -> along(shape, argument.get()));
      default -> Optional.empty();
    };
  }

  private Optional<Dim> read(String object, String member) {
    return object.equals("self") ? names.own(member) : names.member(object, member);
  }

  private static Optional<Dim> along(List<Dim> shape, Dim dim) {
    long index = dim.value().orElse(Long.MIN_VALUE);
    long counted = index < 0 ? index + shape.size() : index;
    return counted < 0
            || counted >= shape.size()
            || (ShapeBinding.isOpen(shape) && (index >= 0 || counted == 0))
        ? Optional.empty()
        : Optional.of(shape.get((int) counted));
  }
}
