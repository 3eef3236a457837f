/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.flow;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A piece of Java that is evaluated as it is and has no derivative: text, variables and types.
 *
 * @param parts in order
 * @param pure whether evaluating it again, with the same variables, gives the same value and does
 *     nothing else: it reads variables only, no memory and no clock
 */
public record Code(List<Part> parts, boolean pure) {
  public Code {
    parts = List.copyOf(parts);
  }

  /** A part of a piece of Java. */
  public sealed interface Part {}

  /** Text that stands as it is. */
  public record Text(String text) implements Part {}

  /** A variable. */
  public record Use(Variable variable) implements Part {}

  /** A type, by its canonical name; the writer imports it. */
  public record Type(String name) implements Part {}

  /**
   * The class generated for a method, of the same kind as the one in which the code stands.
   *
   * @param sweep canonical name of the class with the method's reverse sweep
   */
  public record Generated(String sweep) implements Part {}

  /**
   * The handle of a private field of the method's own class.
   *
   * @param owner canonical name of the class
   * @param name the field's name
   * @param type its erased type
   */
  public record PrivateField(String owner, String name, String type, boolean isStatic)
      implements Part {}

  /** Text without variables. */
  public static Code text(String text) {
    return new Code(List.of(new Text(text)), true);
  }

  /** The value of a variable. */
  public static Code of(Variable variable) {
    return new Code(List.of(new Use(variable)), true);
  }

  /** The same code for classes of another kind, whose names have something behind them. */
  public Code ofKind(String suffix) {
    return new Code(
        parts.stream()
            .map(p -> p instanceof Generated(String sweep) ? new Generated(sweep + suffix) : p)
            .toList(),
        pure);
  }

  /** The variables it reads. */
  public Set<Variable> reads() {
    Set<Variable> all = new LinkedHashSet<>();
    addReads(all);
    return all;
  }

  /** Adds the variables it reads. */
  public void addReads(Set<Variable> all) {
    for (Part part : parts) {
      if (part instanceof Use(Variable variable)) {
        all.add(variable);
      }
    }
  }

  /** Puts pieces together: texts, variables, types and other pieces of code. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a piece of Java. */
  public static final class Builder {
    private final List<Part> parts = new ArrayList<>();
    private boolean pure = true;

    public Builder text(String text) {
      parts.add(new Text(text));
      return this;
    }

    public Builder use(Variable variable) {
      parts.add(new Use(variable));
      return this;
    }

    public Builder type(String name) {
      parts.add(new Type(name));
      return this;
    }

    public Builder part(Part part) {
      parts.add(part);
      return this;
    }

    public Builder code(Code code) {
      parts.addAll(code.parts());
      pure &= code.pure();
      return this;
    }

    /** Says that evaluating it twice is not the same as evaluating it once. */
    public Builder impure() {
      pure = false;
      return this;
    }

    public Code build() {
      return new Code(parts, pure);
    }
  }

  @Override
  public String toString() {
    return parts.stream()
        .map(p ->
            switch (p) {
              case Text(String text) -> text;
              case Use(Variable variable) -> variable.name();
              case Type(String name) -> name;
              case Generated(String sweep) -> sweep;
              case PrivateField field -> field.name();
            })
        .collect(Collectors.joining());
  }
}
