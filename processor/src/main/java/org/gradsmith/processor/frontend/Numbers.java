/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.UnaryTree;
import java.util.Optional;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.util.ElementFilter;
import org.gradsmith.ir.Attr;
import org.gradsmith.processor.problem.TypeProblem.UnknownArgument;
import org.gradsmith.processor.problem.TypeProblem.UnsupportedType;

/**
 * Lowers arithmetic. Constants are folded as javac folds them, in the type of the expression; sizes
 * and integer fields stay symbolic.
 */
final class Numbers {
  private final Draft draft;
  private final MethodSource source;
  private final Expressions expressions;

  Numbers(Draft draft, Expressions expressions) {
    this.draft = draft;
    this.source = draft.source();
    this.expressions = expressions;
  }

  Meaning literal(LiteralTree tree) {
    return constant(tree, tree.getValue());
  }

  /** A constant of the language. */
  Meaning constant(ExpressionTree tree, Object value) {
    return switch (value) {
      case Boolean b -> literal(b ? 1 : 0);
      case Character c -> literal(c);
      case Float f -> new Meaning.NumberMeaning(new Attr.Number(f));
      case Double d -> new Meaning.NumberMeaning(new Attr.Number(d));
      case Number n -> literal(n.longValue());
      default -> unsupported(tree);
    };
  }

  private Meaning unsupported(ExpressionTree tree) {
    return draft.refuse(
        new UnsupportedType(
            source.place(tree),
            source.text(tree),
            source.type(tree).toString(),
            "Use it outside the @Differentiable method."));
  }

  /** The place of an enum constant in its declaration. */
  Meaning ordinal(VariableElement constant) {
    return literal(
        ElementFilter.fieldsIn(Api.owner(constant).getEnclosedElements()).stream()
            .filter(f -> f.getKind() == ElementKind.ENUM_CONSTANT)
            .toList()
            .indexOf(constant));
  }

  private static Meaning literal(long value) {
    return new Meaning.NumberMeaning(new Attr.Literal(value));
  }

  Meaning binary(BinaryTree tree) {
    TypeKind type = source.type(tree).getKind();
    if (!type.isPrimitive()) { // concatenated strings
      return unsupported(tree);
    }
    Meaning left = expressions.lower(tree.getLeftOperand(), Optional.empty());
    Meaning right = expressions.lower(tree.getRightOperand(), Optional.empty());
    if (!(left instanceof Meaning.NumberMeaning(Attr l))
        || !(right instanceof Meaning.NumberMeaning(Attr r))) {
      return new Meaning.Refused();
    }
    Attr.Operator operator = operator(tree.getKind());
    if (isConstant(l) && isConstant(r) && !(isInteger(type) && divides(operator) && isZero(r))) {
      return new Meaning.NumberMeaning(fold(type, operator, l, r));
    }
    return isInteger(type)
        ? new Meaning.NumberMeaning(new Attr.Arithmetic(operator, l, r))
        : notFollowed(tree);
  }

  Meaning unary(UnaryTree tree) {
    TypeKind type = source.type(tree).getKind();
    Meaning operand = expressions.lower(tree.getExpression(), Optional.empty());
    if (!(operand instanceof Meaning.NumberMeaning(Attr value))
        || tree.getKind() == Tree.Kind.UNARY_PLUS) {
      return operand;
    }
    if (value instanceof Attr.Number(double number)) {
      return new Meaning.NumberMeaning(new Attr.Number(-number));
    }
    Attr zero = new Attr.Literal(0);
    return isConstant(value)
        ? new Meaning.NumberMeaning(fold(type, Attr.Operator.MINUS, zero, value))
        : new Meaning.NumberMeaning(new Attr.Arithmetic(Attr.Operator.MINUS, zero, value));
  }

  /** A size cast to {@code int} stays that size: beyond 2^31 the cast would be a mistake. */
  Meaning cast(TypeCastTree tree) {
    Meaning operand = expressions.lower(tree.getExpression(), Optional.empty());
    if (!(operand instanceof Meaning.NumberMeaning(Attr value))) {
      return operand;
    }
    TypeKind type = source.type(tree).getKind();
    if (isConstant(value)) {
      return new Meaning.NumberMeaning(convert(type, value));
    }
    return switch (type) {
      case INT, LONG, FLOAT, DOUBLE -> operand;
      default -> notFollowed(tree);
    };
  }

  private Meaning notFollowed(ExpressionTree tree) {
    return draft.refuse(
        new UnknownArgument(
            source.place(tree),
            source.text(tree),
            "a number",
            "Use constants, sizes of tensors, final integer fields, and + - * / % on them."));
  }

  private static Attr.Operator operator(Tree.Kind kind) {
    return switch (kind) {
      case PLUS -> Attr.Operator.PLUS;
      case MINUS -> Attr.Operator.MINUS;
      case MULTIPLY -> Attr.Operator.TIMES;
      case DIVIDE -> Attr.Operator.DIVIDE;
      case REMAINDER -> Attr.Operator.REMAINDER;
      default -> throw new IllegalStateException("an operator of kind " + kind);
    };
  }

  private static boolean divides(Attr.Operator operator) {
    return operator == Attr.Operator.DIVIDE || operator == Attr.Operator.REMAINDER;
  }

  private static boolean isConstant(Attr attribute) {
    return attribute instanceof Attr.Literal || attribute instanceof Attr.Number;
  }

  private static boolean isZero(Attr attribute) {
    return attribute instanceof Attr.Literal(long value) && value == 0;
  }

  private static boolean isInteger(TypeKind type) {
    return type == TypeKind.INT || type == TypeKind.LONG;
  }

  private static long integer(Attr attribute) {
    return attribute instanceof Attr.Literal(long value) ? value : (long) floating(attribute);
  }

  private static double floating(Attr attribute) {
    return switch (attribute) {
      case Attr.Number(double value) -> value;
      case Attr.Literal(long value) -> value;
      case Attr.SizeOf _, Attr.Read _, Attr.Arithmetic _, Attr.Sizes _, Attr.ShapeOf _ ->
          throw new IllegalStateException("not a constant");
    };
  }

  /** The operator's result in the arithmetic of the type: int wraps around, float rounds. */
  private static Attr fold(TypeKind type, Attr.Operator operator, Attr left, Attr right) {
    return switch (type) {
      case INT -> new Attr.Literal((int) compute(operator, integer(left), integer(right)));
      case LONG -> new Attr.Literal(compute(operator, integer(left), integer(right)));
      case FLOAT ->
          new Attr.Number(
              (float) compute(operator, (float) floating(left), (float) floating(right)));
      default -> new Attr.Number(compute(operator, floating(left), floating(right)));
    };
  }

  /** Java's conversion of a constant. */
  private static Attr convert(TypeKind type, Attr value) {
    boolean wasFloating = value instanceof Attr.Number;
    return switch (type) {
      case FLOAT -> new Attr.Number((float) floating(value));
      case DOUBLE -> new Attr.Number(floating(value));
      case LONG -> new Attr.Literal(integer(value));
      case INT -> new Attr.Literal(wasFloating ? (int) floating(value) : (int) integer(value));
      case SHORT ->
          new Attr.Literal((short) (wasFloating ? (int) floating(value) : integer(value)));
      case BYTE -> new Attr.Literal((byte) (wasFloating ? (int) floating(value) : integer(value)));
      case CHAR -> new Attr.Literal((char) (wasFloating ? (int) floating(value) : integer(value)));
      default -> value;
    };
  }

  private static long compute(Attr.Operator operator, long left, long right) {
    return switch (operator) {
      case PLUS -> left + right;
      case MINUS -> left - right;
      case TIMES -> left * right;
      case DIVIDE -> left / right;
      case REMAINDER -> left % right;
    };
  }

  /**
   * Rounded once to double, a float operation rounds the same: double has twice the bits and two.
   */
  private static double compute(Attr.Operator operator, double left, double right) {
    return switch (operator) {
      case PLUS -> left + right;
      case MINUS -> left - right;
      case TIMES -> left * right;
      case DIVIDE -> left / right;
      case REMAINDER -> left % right;
    };
  }
}
