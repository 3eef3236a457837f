/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.Tree;
import java.util.Optional;
import org.gradsmith.processor.problem.Problem;
import org.gradsmith.processor.problem.SubsetProblem.TensorComparison;
import org.gradsmith.processor.problem.SubsetProblem.UnsupportedExpression;
import org.gradsmith.processor.problem.SubsetProblem.UnsupportedStatement;

/**
 * Decides for every kind of tree whether a differentiable body may contain it. The list is closed:
 * a kind of tree that a later Java adds does not compile here.
 */
final class Fence {
  private static final String UNROLL =
      "Keep the loop outside the @Differentiable method: in an un-annotated module, which the tape differentiates, or in the code that calls 'call'.";
  private static final String BRANCH =
      "Keep the decision outside the @Differentiable method: in an un-annotated module, which the tape differentiates, or write each branch as a module of its own.";
  private static final String OUTSIDE =
      "Do it outside the @Differentiable method, in the code that calls 'call'.";

  private final MethodSource source;

  Fence(MethodSource source) {
    this.source = source;
  }

  /** The problem with a tree itself, its parts not looked at; empty if it may stand here. */
  Optional<Problem> check(Tree tree) {
    return switch (tree.getKind()) {
      case BLOCK,
          EMPTY_STATEMENT,
          EXPRESSION_STATEMENT,
          RETURN,
          VARIABLE,
          ASSIGNMENT,
          IDENTIFIER,
          MEMBER_SELECT,
          METHOD_INVOCATION,
          PARENTHESIZED,
          NEW_ARRAY,
          TYPE_CAST,
          UNARY_PLUS,
          UNARY_MINUS,
          MULTIPLY,
          DIVIDE,
          REMAINDER,
          PLUS,
          MINUS,
          INT_LITERAL,
          LONG_LITERAL,
          FLOAT_LITERAL,
          DOUBLE_LITERAL,
          BOOLEAN_LITERAL ->
          Optional.empty();

      case FOR_LOOP -> statement(tree, "a 'for' loop", UNROLL);
      case ENHANCED_FOR_LOOP -> statement(tree, "an enhanced 'for' loop", UNROLL);
      case WHILE_LOOP -> statement(tree, "a 'while' loop", UNROLL);
      case DO_WHILE_LOOP -> statement(tree, "a 'do' loop", UNROLL);
      case BREAK -> statement(tree, "'break'", UNROLL);
      case CONTINUE -> statement(tree, "'continue'", UNROLL);
      case LABELED_STATEMENT -> statement(tree, "a labeled statement", UNROLL);
      case IF -> statement(tree, "an 'if'", BRANCH);
      case SWITCH -> statement(tree, "a 'switch'", BRANCH);
      case YIELD -> statement(tree, "'yield'", BRANCH);
      case CASE -> statement(tree, "'case'", BRANCH);
      case TRY -> statement(tree, "a 'try'", OUTSIDE);
      case CATCH -> statement(tree, "a 'catch'", OUTSIDE);
      case THROW -> statement(tree, "a 'throw'", OUTSIDE);
      case ASSERT -> statement(tree, "an 'assert'", OUTSIDE);
      case SYNCHRONIZED -> statement(tree, "a 'synchronized' block", OUTSIDE);
      case CLASS -> statement(tree, "a local class", "Declare it outside the method.");
      case INTERFACE -> statement(tree, "a local interface", "Declare it outside the method.");
      case RECORD -> statement(tree, "a local record", "Declare it outside the method.");
      case ENUM -> statement(tree, "a local enum", "Declare it outside the method.");

      case CONDITIONAL_EXPRESSION ->
          expression(tree, "the choice '%s'", "branches are not differentiated yet", BRANCH);
      case SWITCH_EXPRESSION ->
          expression(tree, "this 'switch'", "branches are not differentiated yet", BRANCH);
      case INSTANCE_OF ->
          expression(tree, "the test '%s'", "branches are not differentiated yet", BRANCH);
      case CONDITIONAL_AND, CONDITIONAL_OR, LOGICAL_COMPLEMENT ->
          expression(tree, "the condition '%s'", "branches are not differentiated yet", BRANCH);
      case EQUAL_TO -> comparison(tree, "==");
      case NOT_EQUAL_TO -> comparison(tree, "!=");
      case LESS_THAN, GREATER_THAN, LESS_THAN_EQUAL, GREATER_THAN_EQUAL ->
          expression(tree, "the comparison '%s'", "branches are not differentiated yet", BRANCH);
      case LEFT_SHIFT, RIGHT_SHIFT, UNSIGNED_RIGHT_SHIFT, AND, XOR, OR, BITWISE_COMPLEMENT ->
          expression(
              tree,
              "'%s'",
              "sizes are followed through + - * / % only",
              "Write it with these operators, or keep the result in a final field.");
      case POSTFIX_INCREMENT,
          POSTFIX_DECREMENT,
          PREFIX_INCREMENT,
          PREFIX_DECREMENT,
          MULTIPLY_ASSIGNMENT,
          DIVIDE_ASSIGNMENT,
          REMAINDER_ASSIGNMENT,
          PLUS_ASSIGNMENT,
          MINUS_ASSIGNMENT,
          LEFT_SHIFT_ASSIGNMENT,
          RIGHT_SHIFT_ASSIGNMENT,
          UNSIGNED_RIGHT_SHIFT_ASSIGNMENT,
          AND_ASSIGNMENT,
          XOR_ASSIGNMENT,
          OR_ASSIGNMENT ->
          expression(
              tree,
              "'%s'",
              "only plain assignments to local variables are followed yet",
              "Write it as a plain assignment, such as 'n = n + 1'.");
      case LAMBDA_EXPRESSION ->
          expression(
              tree,
              "the lambda '%s'",
              "what it captures cannot be followed yet",
              "Write its operations into the body, or into the 'forward' of a module.");
      case MEMBER_REFERENCE ->
          expression(
              tree,
              "the method reference '%s'",
              "what it stands for cannot be followed yet",
              "Write the call into the body.");
      case NEW_CLASS ->
          expression(
              tree,
              "'%s'",
              "objects made inside the body cannot be followed yet",
              "Make the object once and keep it in a final field.");
      case ARRAY_ACCESS ->
          expression(
              tree,
              "the array element '%s'",
              "which element it is, is only known at run time",
              "Keep the value in a field of its own.");
      case NULL_LITERAL ->
          expression(
              tree,
              "'null'",
              "there is no value to compute with",
              "Leave the argument out, if the method has a form without it.");
      case STRING_LITERAL, CHAR_LITERAL ->
          expression(
              tree,
              "%s",
              "a differentiable method works on tensors, modules and integers",
              OUTSIDE);

      case ERRONEOUS -> throw new Deferred("a syntax error");
      case ANNOTATED_TYPE,
          ANNOTATION,
          TYPE_ANNOTATION,
          ARRAY_TYPE,
          COMPILATION_UNIT,
          IMPORT,
          METHOD,
          MODIFIERS,
          PACKAGE,
          ANY_PATTERN,
          BINDING_PATTERN,
          DEFAULT_CASE_LABEL,
          CONSTANT_CASE_LABEL,
          PATTERN_CASE_LABEL,
          DECONSTRUCTION_PATTERN,
          PRIMITIVE_TYPE,
          PARAMETERIZED_TYPE,
          UNION_TYPE,
          INTERSECTION_TYPE,
          TYPE_PARAMETER,
          UNBOUNDED_WILDCARD,
          EXTENDS_WILDCARD,
          SUPER_WILDCARD,
          ANNOTATION_TYPE,
          MODULE,
          EXPORTS,
          OPENS,
          PROVIDES,
          REQUIRES,
          USES,
          OTHER ->
          throw new IllegalStateException(
              tree.getKind() + " is neither a statement nor an expression");
    };
  }

  private Optional<Problem> statement(Tree tree, String construct, String remedy) {
    return Optional.of(new UnsupportedStatement(source.place(tree), construct, remedy));
  }

  private Optional<Problem> expression(Tree tree, String construct, String why, String remedy) {
    String words = construct.replace("%s", source.text(tree));
    return Optional.of(new UnsupportedExpression(source.place(tree), words, why, remedy));
  }

  private Optional<Problem> comparison(Tree tree, String operator) {
    BinaryTree binary = (BinaryTree) tree;
    if (Api.isTensor(source.type(binary.getLeftOperand()))
        || Api.isTensor(source.type(binary.getRightOperand()))) {
      return Optional.of(
          new TensorComparison(
              source.place(tree),
              operator,
              source.text(binary.getLeftOperand()),
              source.text(binary.getRightOperand())));
    }
    return expression(tree, "the comparison '%s'", "branches are not differentiated yet", BRANCH);
  }
}
