/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.scalar;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The value of one element, as an expression over the elements of the operands at the same place.
 * This is what makes an op pointwise: executors and kernel writers read it, so a pointwise op needs
 * no kernel of its own. Arithmetic is that of the operands' dtype, without reassociation or
 * contraction.
 */
public sealed interface Scalar {
  /** The element of operand {@code index}. */
  record Operand(int index) implements Scalar {}

  /** The number given as attribute {@code index}, the same for all elements. */
  record Attribute(int index) implements Scalar {}

  /** A constant. */
  record Constant(double value) implements Scalar {}

  /** A function of one number. */
  record Unary(UnaryFunction function, Scalar x) implements Scalar {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Unary same && SharedParts.areEqual(this, same);
    }

    @Override
    public int hashCode() {
      return SharedParts.hash(this);
    }
  }

  /** A function of two numbers. */
  record Binary(BinaryFunction function, Scalar x, Scalar y) implements Scalar {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Binary same && SharedParts.areEqual(this, same);
    }

    @Override
    public int hashCode() {
      return SharedParts.hash(this);
    }
  }

  /**
   * {@code left < right ? then : otherwise}; a comparison with NaN is false, so {@code otherwise}
   * is taken.
   */
  record IfLess(Scalar left, Scalar right, Scalar then, Scalar otherwise) implements Scalar {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof IfLess same && SharedParts.areEqual(this, same);
    }

    @Override
    public int hashCode() {
      return SharedParts.hash(this);
    }
  }

  /** {@code left == right ? then : otherwise}; NaN equals nothing, 0 equals -0. */
  record IfEqual(Scalar left, Scalar right, Scalar then, Scalar otherwise) implements Scalar {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof IfEqual same && SharedParts.areEqual(this, same);
    }

    @Override
    public int hashCode() {
      return SharedParts.hash(this);
    }
  }

  /** Functions of one number. */
  enum UnaryFunction {
    NEG,
    EXP,
    LOG,
    SQRT,
    TANH,
    ABS,
    SIN,
    COS,
    TAN,
    ASIN,
    ACOS,
    ATAN,
    SINH,
    COSH,
    ASINH,
    ACOSH,
    ATANH,
    EXP2,
    EXPM1,
    LOG2,
    LOG10,
    LOG1P,
    ERF,
    ERFC,
    ERFINV,
    LGAMMA,
    DIGAMMA,
    FLOOR,
    CEIL,
    /** To the nearest integer, halves to the even one. */
    ROUND,
    /** Towards zero. */
    TRUNC;

    /** Whether an integer is its own image. */
    public boolean keepsIntegers() {
      return this == FLOOR || this == CEIL || this == ROUND || this == TRUNC;
    }
  }

  /** Functions of two numbers. */
  enum BinaryFunction {
    ADD,
    SUB,
    MUL,
    DIV,
    POW,
    ATAN2,
    HYPOT,
    COPYSIGN,
    NEXTAFTER,
    /** The remainder of a division rounded towards zero; it has the sign of x. */
    FMOD,
    /** The remainder of a division rounded down; it has the sign of y. */
    REMAINDER,
    /** The quotient rounded down. */
    FLOORDIV,
    /** The quotient rounded towards zero. */
    TRUNCDIV,
    /** The derivative of order x (1, 2, ...) of digamma at y. */
    POLYGAMMA,
    /** e^-|y| times the modified Bessel function of the first kind of order x at y. */
    SCALEDBESSEL,
    AND,
    OR,
    XOR,
    SHIFTLEFT,
    SHIFTRIGHT;

    /** Whether it works on the bits of integers, and on nothing else. */
    public boolean isBitwise() {
      return this == AND || this == OR || this == XOR || this == SHIFTLEFT || this == SHIFTRIGHT;
    }

    /** Whether it is one of the four operations that every processor has. */
    public boolean isBasic() {
      return this == ADD || this == SUB || this == MUL || this == DIV;
    }
  }

  static Scalar operand(int index) {
    return new Operand(index);
  }

  static Scalar attribute(int index) {
    return new Attribute(index);
  }

  static Scalar constant(double value) {
    return new Constant(value);
  }

  static Scalar add(Scalar x, Scalar y) {
    return new Binary(BinaryFunction.ADD, x, y);
  }

  static Scalar sub(Scalar x, Scalar y) {
    return new Binary(BinaryFunction.SUB, x, y);
  }

  static Scalar mul(Scalar x, Scalar y) {
    return new Binary(BinaryFunction.MUL, x, y);
  }

  static Scalar div(Scalar x, Scalar y) {
    return new Binary(BinaryFunction.DIV, x, y);
  }

  static Scalar unary(UnaryFunction function, Scalar x) {
    return new Unary(function, x);
  }

  static Scalar binary(BinaryFunction function, Scalar x, Scalar y) {
    return new Binary(function, x, y);
  }

  static Scalar ifEqual(Scalar left, Scalar right, Scalar then, Scalar otherwise) {
    return new IfEqual(left, right, then, otherwise);
  }

  static Scalar ifLess(Scalar left, Scalar right, Scalar then, Scalar otherwise) {
    return new IfLess(left, right, then, otherwise);
  }

  /** What it is besides its parts: a leaf itself, else its function. */
  default Object head() {
    return switch (this) {
      case Operand _, Attribute _, Constant _ -> this;
      case Unary unary -> unary.function();
      case Binary binary -> binary.function();
      case IfLess _ -> IfLess.class;
      case IfEqual _ -> IfEqual.class;
    };
  }

  /** The sub-expressions, from left to right. */
  default List<Scalar> children() {
    return switch (this) {
      case Operand _, Attribute _, Constant _ -> List.of();
      case Unary u -> List.of(u.x);
      case Binary b -> List.of(b.x, b.y);
      case IfLess s -> List.of(s.left, s.right, s.then, s.otherwise);
      case IfEqual s -> List.of(s.left, s.right, s.then, s.otherwise);
    };
  }

  /** This expression with every leaf (operand, attribute, constant) replaced. */
  default Scalar mapLeaves(UnaryOperator<Scalar> leaf) {
    return switch (this) {
      case Operand _, Attribute _, Constant _ -> leaf.apply(this);
      case Unary u -> new Unary(u.function, u.x.mapLeaves(leaf));
      case Binary b -> new Binary(b.function, b.x.mapLeaves(leaf), b.y.mapLeaves(leaf));
      case IfLess s ->
          new IfLess(
              s.left.mapLeaves(leaf),
              s.right.mapLeaves(leaf),
              s.then.mapLeaves(leaf),
              s.otherwise.mapLeaves(leaf));
      case IfEqual s ->
          new IfEqual(
              s.left.mapLeaves(leaf),
              s.right.mapLeaves(leaf),
              s.then.mapLeaves(leaf),
              s.otherwise.mapLeaves(leaf));
    };
  }
}
