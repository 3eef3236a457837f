/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir;

import java.util.List;

/** The value of an attribute: an expression without effects over what is known at the call. */
public sealed interface Attr {
  /** An integer constant. */
  record Literal(long value) implements Attr {}

  /** A floating-point constant. */
  record Number(double value) implements Attr {}

  /** Size of a tensor along a dimension: {@code x.size(0)}. */
  record SizeOf(Value tensor, int dim) implements Attr {}

  /** An {@code int} member of an object, read once at the call. */
  record Read(Value object, Member member) implements Attr {}

  /** Integer arithmetic. */
  record Arithmetic(Operator operator, Attr left, Attr right) implements Attr {}

  /** A list of sizes. */
  record Sizes(List<Attr> sizes) implements Attr {
    public Sizes {
      sizes = List.copyOf(sizes);
    }
  }

  /** The whole shape of a tensor. */
  record ShapeOf(Value tensor) implements Attr {}

  /** Integer operators, with Java's meaning. */
  enum Operator {
    PLUS("+"),
    MINUS("-"),
    TIMES("*"),
    DIVIDE("/"),
    REMAINDER("%");

    private final String symbol;

    Operator(String symbol) {
      this.symbol = symbol;
    }

    /** The operator in Java. */
    public String symbol() {
      return symbol;
    }
  }
}
