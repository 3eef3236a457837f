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

  /**
   * Arithmetic on integers, or in double where an operand is a floating-point number. The latter is
   * left in functions only, whose parameters are not known yet.
   */
  record Arithmetic(Operator operator, Attr left, Attr right) implements Attr {}

  /** A list of sizes. */
  record Sizes(List<Attr> sizes) implements Attr {
    public Sizes {
      sizes = List.copyOf(sizes);
    }
  }

  /** The whole shape of a tensor. */
  record ShapeOf(Value tensor) implements Attr {}

  /** The shape to which tensors broadcast. */
  record BroadcastOf(List<Value> tensors) implements Attr {
    public BroadcastOf {
      tensors = List.copyOf(tensors);
    }
  }

  /** A number that the caller of a function gives: a constant where the function is inlined. */
  record Parameter(Value number) implements Attr {}

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

    /** What it makes of two integers. */
    public long of(long left, long right) {
      return switch (this) {
        case PLUS -> left + right;
        case MINUS -> left - right;
        case TIMES -> left * right;
        case DIVIDE -> left / right;
        case REMAINDER -> left % right;
      };
    }

    /** What it makes of two numbers. */
    public double of(double left, double right) {
      return switch (this) {
        case PLUS -> left + right;
        case MINUS -> left - right;
        case TIMES -> left * right;
        case DIVIDE -> left / right;
        case REMAINDER -> left % right;
      };
    }
  }
}
