/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.gradsmith.processor.shape.Dim;
import org.gradsmith.processor.shape.ShapeText;

/** What the names in the shapes that a method declares stand for in one call of it. */
final class ShapeBinding {
  /** What the name of a number of rows begins with. */
  private static final String ROWS = "rows(";

  private final String label;
  private final Function<String, Optional<Dim>> members;
  private final Function<String, Optional<Dim>> given;
  private final Map<String, Dim> names = new HashMap<>();

  /** What the dots stand for. */
  private Optional<List<Dim>> leading = Optional.empty();

  /**
   * @param label stands in front of names of sizes that are not known; nothing if empty
   * @param members the sizes that the object of the method has as members, as far as it has some
   */
  ShapeBinding(String label, Function<String, Optional<Dim>> members) {
    this(label, members, _ -> Optional.empty());
  }

  /**
   * @param given the sizes that the object was made with, by the names that its constructor has
   */
  ShapeBinding(
      String label,
      Function<String, Optional<Dim>> members,
      Function<String, Optional<Dim>> given) {
    this.label = label;
    this.members = members;
    this.given = given;
  }

  /**
   * What dots in front stand for in a method itself: its rows, however many dimensions count them.
   */
  void open(String parameter) {
    if (leading.isEmpty()) {
      leading = Optional.of(List.of(Dim.named(ROWS + parameter + ")")));
    }
  }

  /** Whether dimensions of a shape cannot be counted from the front. */
  static boolean isOpen(List<Dim> shape) {
    return shape.stream()
        .flatMap(size -> size.names().stream())
        .anyMatch(name -> name.startsWith(ROWS));
  }

  /** Takes the shape of an argument. */
  void bind(String text, List<Dim> shape) {
    List<String> entries = ShapeText.entries(text);
    boolean open = !entries.isEmpty() && ShapeText.isOpen(entries.getFirst());
    int named = entries.size() - (open ? 1 : 0);
    if (named > shape.size() || (!open && named != shape.size())) {
      return; // it fails when it runs, and says so
    }
    if (open && leading.isEmpty()) {
      leading = Optional.of(shape.subList(0, shape.size() - named));
    }
    for (int i = 1; i <= named; i++) {
      String name = entries.get(entries.size() - i);
      if (members.apply(name).isEmpty()) {
        names.putIfAbsent(name, shape.get(shape.size() - i));
      }
    }
  }

  /** How many rows the dimensions count that the dots stand for. */
  Optional<Dim> rows() {
    return leading.map(sizes -> sizes.stream().reduce(Dim.of(1), Dim::times));
  }

  /** Takes the value of a number, which a parameter has for a name. */
  void bind(String name, Dim value) {
    names.putIfAbsent(name, value);
  }

  /** The shape behind a text; empty if there is none, or if its rank is not known. */
  Optional<List<Dim>> shape(String text) {
    if (text.isBlank()) {
      return Optional.empty();
    }
    List<Dim> shape = new ArrayList<>();
    for (String entry : ShapeText.entries(text)) {
      if (!ShapeText.isOpen(entry)) {
        shape.add(dim(entry));
      } else if (leading.isPresent()) {
        shape.addAll(leading.get());
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(shape);
  }

  /** What a name of the method stands for. */
  Dim dim(String name) {
    if (ShapeText.isNumber(name)) {
      return Dim.of(Long.parseLong(name));
    }
    return Optional.ofNullable(names.get(name))
        .or(() -> members.apply(name))
        .or(() -> given.apply(name))
        .orElseGet(() -> unknown(name));
  }

  private Dim unknown(String name) {
    return Dim.named(label.isEmpty() ? name : label + "." + name);
  }
}
