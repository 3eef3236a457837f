/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.CaseLabelTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ConstantCaseLabelTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.PatternCaseLabelTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.frontend.Api;

/** Lowers {@code switch} to branches. */
final class Switches {
  private final Body body;
  private final BodyDraft draft;

  Switches(Body body) {
    this.body = body;
    this.draft = body.draft;
  }

  /** The value of a {@code switch} expression. */
  Variable expression(SwitchExpressionTree tree) {
    TypeMirror type = body.source.type(tree);
    Variable result = draft.fresh("chosen", type);
    draft.add(new Statement.Declare(result, draft.span(tree)));
    Consumer<ExpressionTree> take = value -> assign(result, value);
    body.yields.push(take);
    Variable selector = selector(tree.getExpression());
    cases(tree.getCases(), selector, one -> arm(one, take), () -> {}, tree);
    body.yields.pop();
    return result;
  }

  private void assign(Variable result, ExpressionTree value) {
    switch (result.kind()) {
      case REAL -> body.reals.assign(result, false, value);
      case TENSOR -> body.tensors.assign(result, value);
      case ARRAY, PASSIVE ->
          draft.add(
              new Statement.Assign(
                  result,
                  new Expression.Plain(body.plain.object(value)),
                  false,
                  draft.span(value)));
    }
  }

  private void arm(CaseTree one, Consumer<ExpressionTree> take) {
    Statements statements = body.statements.orElseThrow();
    switch (one.getBody()) {
      case ExpressionTree value -> take.accept(value);
      case StatementTree statement -> statements.yielding(statement);
      case null, default -> {
        if (one.getStatements() != null && one.getStatements().size() == 1) {
          statements.yielding(one.getStatements().getFirst());
        } else {
          throw draft.refusal(
              one,
              "cases that fall through in an expression are not followed",
              "Use 'case ... ->'.");
        }
      }
    }
  }

  /** A {@code switch} statement. */
  void statement(SwitchTree tree, Statements statements, Exits exits, Set<Target> tail) {
    Variable selector = selector(tree.getExpression());
    Target end = exits.open(Target.Kind.BREAK, Optional.empty());
    boolean arrows =
        tree.getCases().stream().allMatch(c -> c.getCaseKind() == CaseTree.CaseKind.RULE);
    if (arrows) {
      cases(tree.getCases(), selector, one -> rule(one, statements, end), () -> {}, tree);
    } else {
      fallThrough(tree, selector, statements, exits);
    }
    exits.close(end);
    exits.arrive(end, tree);
  }

  private void rule(CaseTree one, Statements statements, Target end) {
    switch (one.getBody()) {
      case ExpressionTree value -> new Assignments(body).effect(value);
      case StatementTree statement -> statements.statement(statement, Set.of(end));
      case null, default -> throw draft.refusal(one, "this case has no body", "Give it one.");
    }
  }

  /** Old cases: from the first that matches, all that follow run until a jump. */
  private void fallThrough(SwitchTree tree, Variable selector, Statements statements, Exits exits) {
    Variable entry = draft.fresh("entry", Variable.Kind.PASSIVE, "int");
    draft.add(new Statement.Declare(entry, draft.span(tree)));
    List<? extends CaseTree> all = tree.getCases();
    cases(
        all,
        selector,
        one -> number(entry, all.indexOf(one), tree),
        () -> number(entry, all.size(), tree),
        tree);
    int jumpsBefore = exits.jumps();
    for (int i = 0; i < all.size(); i++) {
      List<? extends StatementTree> group = all.get(i).getStatements();
      if (group.isEmpty()) {
        continue;
      }
      Code.Builder reached = Code.builder().use(entry).text(" <= " + i);
      if (exits.jumps() > jumpsBefore) {
        reached.text(" && ").code(exits.ordinary());
      }
      body.calls.choose(
          reached.build(), () -> statements.sequence(group, Set.of()), () -> {}, all.get(i));
    }
  }

  private void number(Variable entry, int number, Tree tree) {
    draft.add(
        new Statement.Assign(
            entry,
            new Expression.Plain(Code.text(Integer.toString(number))),
            false,
            draft.span(tree)));
  }

  private Variable selector(ExpressionTree tree) {
    ExpressionTree inner =
        tree instanceof com.sun.source.tree.ParenthesizedTree p ? p.getExpression() : tree;
    Code code = body.plain.of(inner);
    return draft.let("selector", JavaTypes.text(body.source.type(inner)), code, tree);
  }

  /** A chain of branches, the default last. */
  private void cases(
      List<? extends CaseTree> cases,
      Variable selector,
      Consumer<CaseTree> lower,
      Runnable none,
      Tree tree) {
    List<CaseTree> tested = new ArrayList<>();
    Optional<CaseTree> otherwise = Optional.empty();
    for (CaseTree one : cases) {
      if (isDefault(one)) {
        otherwise = Optional.of(one);
      } else {
        tested.add(one);
      }
    }
    Optional<CaseTree> last = otherwise;
    chain(tested, selector, lower, () -> last.ifPresentOrElse(lower, none), tree);
  }

  private void chain(
      List<CaseTree> cases,
      Variable selector,
      Consumer<CaseTree> lower,
      Runnable otherwise,
      Tree tree) {
    if (cases.isEmpty()) {
      otherwise.run();
      return;
    }
    CaseTree one = cases.getFirst();
    draft.enter(one);
    Code test = test(one, selector);
    body.calls.choose(
        test,
        () -> lower.accept(one),
        () -> chain(cases.subList(1, cases.size()), selector, lower, otherwise, tree),
        one);
  }

  private static boolean isDefault(CaseTree one) {
    return one.getLabels().stream().anyMatch(DefaultCaseLabelTree.class::isInstance);
  }

  private Code test(CaseTree one, Variable selector) {
    List<Code> tests = new ArrayList<>();
    for (CaseLabelTree label : one.getLabels()) {
      tests.add(
          switch (label) {
            case ConstantCaseLabelTree constant ->
                equal(constant.getConstantExpression(), selector);
            case PatternCaseLabelTree pattern -> body.patterns.test(pattern.getPattern(), selector);
            default ->
                throw draft.refusal(label, "this label is not followed", "Use constants or types.");
          });
    }
    Code.Builder code = Code.builder();
    for (int i = 0; i < tests.size(); i++) {
      code.text(i == 0 ? "" : " || ").code(tests.get(i));
    }
    return one.getGuard() == null
        ? code.build()
        : new Choices(body).both(code.build(), one.getGuard(), one);
  }

  private Code equal(ExpressionTree constant, Variable selector) {
    if (constant.getKind() == Tree.Kind.NULL_LITERAL) {
      return Code.builder().use(selector).text(" == null").build();
    }
    if (selector.type().equals("java.lang.String")) {
      return Code.builder()
          .code(body.plain.of(constant))
          .text(".equals(")
          .use(selector)
          .text(")")
          .build();
    }
    Element element =
        constant instanceof com.sun.source.tree.IdentifierTree
            ? body.source.element(constant)
            : null;
    Code value =
        element instanceof VariableElement field && element.getKind() == ElementKind.ENUM_CONSTANT
            ? Code.builder()
                .type(Api.owner(field).getQualifiedName().toString())
                .text("." + field.getSimpleName())
                .build()
            : body.plain.of(constant);
    return Code.builder().use(selector).text(" == ").code(value).build();
  }
}
