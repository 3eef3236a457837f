/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.UnaryTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
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
    if (type == TypeKind.DOUBLE && isGiven(l) && isGiven(r)) {
      return new Meaning.NumberMeaning(new Attr.Arithmetic(operator, real(l), real(r)));
    }
    boolean mayWrap = type == TypeKind.INT && (readsParameter(l) || readsParameter(r));
    return isInteger(type) && !mayWrap
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
    if (readsParameter(value) && !isInteger(type)) {
      return type == TypeKind.DOUBLE
          ? new Meaning.NumberMeaning(
              new Attr.Arithmetic(Attr.Operator.TIMES, new Attr.Number(-1), value))
          : notFollowed(tree);
    }
    if (readsParameter(value) && type == TypeKind.INT) { // the smallest int is its own negative
      return notFollowed(tree);
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
    if (readsParameter(value)) { // what is known when the function is called is not converted there
      TypeKind from = source.type(tree.getExpression()).getKind();
      boolean kept = type == from || (type == TypeKind.LONG && from == TypeKind.INT);
      return kept ? operand : notFollowed(tree);
    }
    return switch (type) {
      case INT, LONG, FLOAT, DOUBLE -> operand;
      default -> notFollowed(tree);
    };
  }

  /**
   * A function of {@code Math} of constants, if it is one whose result Java defines to the last
   * bit.
   */
  Meaning function(MethodInvocationTree tree, ExecutableElement method) {
    List<Attr> arguments = new ArrayList<>();
    for (ExpressionTree argument : tree.getArguments()) {
      Meaning meaning = expressions.lower(argument, Optional.empty());
      if (meaning instanceof Meaning.NumberMeaning(Attr value)) {
        arguments.add(value);
      } else {
        return new Meaning.Refused();
      }
    }
    if (arguments.isEmpty() // Math.random
        || source.type(tree).getKind() != TypeKind.DOUBLE
        || !arguments.stream().allMatch(Numbers::isConstant)) {
      return notFollowed(tree);
    }
    double first = floating(arguments.getFirst());
    return switch (method.getSimpleName().toString()) {
      case "sqrt" -> number(Math.sqrt(first));
      case "abs" -> number(Math.abs(first));
      case "floor" -> number(Math.floor(first));
      case "ceil" -> number(Math.ceil(first));
      case "rint" -> number(Math.rint(first));
      case "min" -> number(Math.min(first, floating(arguments.getLast())));
      case "max" -> number(Math.max(first, floating(arguments.getLast())));
      default -> notFollowed(tree);
    };
  }

  private static Meaning number(double value) {
    return new Meaning.NumberMeaning(new Attr.Number(value));
  }

  /** The numbers from which a number is computed. */
  static Stream<Attr> leaves(Attr attribute) {
    return switch (attribute) {
      case Attr.Arithmetic(var _, Attr left, Attr right) ->
          Stream.concat(leaves(left), leaves(right));
      case Attr.Sizes(List<Attr> sizes) -> sizes.stream().flatMap(Numbers::leaves);
      case Attr.Literal _,
          Attr.Number _,
          Attr.SizeOf _,
          Attr.Read _,
          Attr.ShapeOf _,
          Attr.BroadcastOf _,
          Attr.Parameter _ ->
          Stream.of(attribute);
    };
  }

  /** Whether a number is not known before the function that contains it is called. */
  static boolean readsParameter(Attr attribute) {
    return leaves(attribute).anyMatch(Attr.Parameter.class::isInstance);
  }

  /** Whether a number is known when the function that contains it is called. */
  private static boolean isGiven(Attr attribute) {
    return leaves(attribute).allMatch(a -> isConstant(a) || a instanceof Attr.Parameter);
  }

  /** A number as a variable of some type holds it. */
  Meaning held(Meaning meaning, Element variable, ExpressionTree value) {
    TypeKind type = variable.asType().getKind();
    if ((type != TypeKind.DOUBLE && type != TypeKind.FLOAT)
        || !(meaning instanceof Meaning.NumberMeaning(Attr number))) {
      return meaning;
    }
    if (isConstant(number)) {
      double held = floating(number);
      return number(type == TypeKind.FLOAT ? (double) (float) held : held);
    }
    return readsParameter(number) && source.type(value).getKind() != type
        ? notFollowed(value)
        : meaning;
  }

  private static Attr real(Attr attribute) {
    return attribute instanceof Attr.Literal(long value) ? new Attr.Number(value) : attribute;
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
      case Attr.SizeOf _,
          Attr.Read _,
          Attr.Arithmetic _,
          Attr.Sizes _,
          Attr.ShapeOf _,
          Attr.BroadcastOf _,
          Attr.Parameter _ ->
          throw new IllegalStateException("not a constant");
    };
  }

  /**
   * The operator's result in the arithmetic of the type: int wraps around, float rounds. A float
   * operation rounds as the double one does whose result is rounded: double has twice the bits and
   * two.
   */
  private static Attr fold(TypeKind type, Attr.Operator operator, Attr left, Attr right) {
    return switch (type) {
      case INT -> new Attr.Literal((int) operator.of(integer(left), integer(right)));
      case LONG -> new Attr.Literal(operator.of(integer(left), integer(right)));
      case FLOAT ->
          new Attr.Number(
              (float) operator.of((double) (float) floating(left), (float) floating(right)));
      default -> new Attr.Number(operator.of(floating(left), floating(right)));
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
}
