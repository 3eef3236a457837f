/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import java.util.List;
import javax.lang.model.element.ElementKind;
import javax.lang.model.type.TypeMirror;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.frontend.Api;

/**
 * Lowers assignments to elements of arrays. Java evaluates the array first, then the index, then
 * what is stored.
 */
final class ElementWrites {
  private final Body body;
  private final BodyDraft draft;

  ElementWrites(Body body) {
    this.body = body;
    this.draft = body.draft;
  }

  void assign(ArrayAccessTree access, ExpressionTree value, Tree tree) {
    TypeMirror type = body.source.type(access);
    if (isNumber(access)) {
      Variable array = array(access, List.of(access.getIndex(), value));
      Code index = index(access.getIndex(), value);
      Variable stored = body.reals.variable(value, "value", type);
      draft.add(new Statement.Store(array, index, stored, draft.span(tree)));
      return;
    }
    Code.Builder code = element(access, value).text(" = ");
    Code stored = new Assignments(body).object(value);
    boolean seen = Api.isTensor(body.source.type(value)) && !isLocal(access.getExpression());
    if (seen) {
      stored = Code.builder().text("flow.escape(").code(stored).text(")").impure().build();
    }
    draft.add(new Statement.Effect(code.code(stored).impure().build(), draft.span(tree)));
  }

  void compound(ArrayAccessTree access, String operator, CompoundAssignmentTree tree) {
    TypeMirror type = body.source.type(access);
    if (!isNumber(access)) {
      if (JavaTypes.isReal(type)) {
        new Assignments(body).refuseLoss(access, tree.getExpression());
      }
      Code.Builder code = element(access, tree.getExpression()).text(" " + operator + "= ");
      Code operand = body.plain.of(tree.getExpression());
      draft.add(new Statement.Effect(code.code(operand).impure().build(), draft.span(tree)));
      return;
    }
    ExpressionTree operand = tree.getExpression();
    Variable array = array(access, List.of(access.getIndex(), operand));
    Code index = index(access.getIndex(), operand);
    Variable before = load(array, index, access);
    store(array, index, before, body.reals.of(operand, "b"), tree.getKind(), tree);
  }

  /**
   * Adds one to an element, or takes one from it. Its derivative stays, but its value does not,
   * which the reverse sweep may read.
   */
  void step(ArrayAccessTree access, Tree.Kind kind, UnaryTree tree) {
    Variable array = array(access, List.of(access.getIndex()));
    Code index = body.calls.index(access.getIndex());
    Variable before = load(array, index, access);
    store(array, index, before, new Reals.Real.Constant(Code.text("1")), kind, tree);
  }

  /** Whether an access is that of a number with derivatives, which is stored by statements. */
  boolean isNumber(ArrayAccessTree access) {
    TypeMirror type = body.source.type(access);
    return JavaTypes.isReal(type) && type.getKind().isPrimitive() && !draft.isOfTensors();
  }

  private Variable load(Variable array, Code index, ArrayAccessTree access) {
    Variable element = draft.fresh("element", body.source.type(access));
    draft.let(element, new Expression.Load(array, index), access);
    return element;
  }

  /** Stores what an operator makes of an element. */
  private void store(
      Variable array,
      Code index,
      Variable before,
      Reals.Real right,
      Tree.Kind operator,
      ExpressionTree tree) {
    Variable after = draft.fresh("element", body.source.type(tree));
    body.reals.arithmetic(after, true, operator, new Reals.Real.Known(before), right, tree);
    draft.add(new Statement.Store(array, index, after, draft.span(tree)));
  }

  /** The array, as it is before trees that are evaluated after it. */
  private Variable array(ArrayAccessTree access, List<ExpressionTree> after) {
    ExpressionTree array = access.getExpression();
    return body.embedded.before(body.calls.reference(array), array, after);
  }

  /** An element as the target of an assignment. */
  private Code.Builder element(ArrayAccessTree access, ExpressionTree value) {
    ExpressionTree tree = access.getExpression();
    Code array = body.plain.of(tree);
    if (!body.assigned.in(access.getIndex()).isEmpty() || !body.assigned.in(value).isEmpty()) {
      array = body.embedded.before(array, tree, access.getIndex());
      array = body.embedded.before(array, tree, value);
    }
    return Code.builder().code(array).text("[").code(index(access.getIndex(), value)).text("]");
  }

  /** An index that is evaluated once, before what is stored, and again in the reverse sweep. */
  private Code index(ExpressionTree tree, ExpressionTree stored) {
    return body.embedded.before(body.plain.of(tree), tree, stored);
  }

  private boolean isLocal(ExpressionTree tree) {
    return tree instanceof IdentifierTree
        && body.source.element(tree).getKind() == ElementKind.LOCAL_VARIABLE;
  }
}
