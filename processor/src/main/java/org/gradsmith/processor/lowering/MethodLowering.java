/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.frontend.Api;
import org.gradsmith.processor.frontend.MethodSource;
import org.gradsmith.processor.problem.Problem;
import org.jspecify.annotations.Nullable;

/** Lowers one method with control flow. */
public final class MethodLowering {
  private final MethodSource source;
  private final ExecutableElement method;
  private final TypeElement owner;
  private final BodyDraft draft;
  private final Body body;
  private final Variable self;

  private MethodLowering(MethodSource source) {
    this.source = source;
    this.method = (ExecutableElement) source.element(source.tree());
    this.owner = Api.owner(method);
    this.draft = new BodyDraft(source, declaredNames(source.tree()));
    this.self =
        Api.isTensorMethod(method)
            ? new Variable("self", Variable.Kind.TENSOR, Api.TENSOR)
            : new Variable(
                "self",
                Variable.Kind.PASSIVE,
                JavaTypes.text(source.shadow().types().erasure(owner.asType())));
    this.body = new Body(source, draft, owner, self);
  }

  /**
   * The outcome.
   *
   * @param method the method; empty if there are problems
   * @param problems in source order
   * @param helpers un-annotated methods of the same top-level class that it calls
   */
  public record Result(
      Optional<FlowMethod> method, List<Problem> problems, Set<ExecutableElement> helpers) {}

  /**
   * Lowers a method.
   *
   * @throws org.gradsmith.processor.frontend.Deferred if a type is not there yet
   */
  public static Result lower(MethodSource source) {
    return new MethodLowering(source).run();
  }

  private static Set<String> declaredNames(MethodTree method) {
    Set<String> names = new HashSet<>();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitVariable(VariableTree variable, @Nullable Void unused) {
        names.add(variable.getName().toString());
        return super.visitVariable(variable, null);
      }
    }.scan(method, null);
    return names;
  }

  private Result run() {
    List<Variable> parameters = new ArrayList<>();
    if (self.isTensor()) {
      parameters.add(self);
    }
    for (VariableTree tree : source.parameters()) {
      parameters.add(draft.declare(source.element(tree)));
    }
    TypeMirror type = method.getReturnType();
    Optional<Variable> result =
        type.getKind() == TypeKind.VOID
            ? Optional.empty()
            : Optional.of(draft.fresh("result", type));
    boolean early = !returnsAtEnd();
    Variable[] returned = new Variable[1];
    Consumer<ExpressionTree> take =
        value -> {
          if (early) {
            assign(result.orElseThrow(), value);
          } else {
            returned[0] = value(result.orElseThrow(), value);
          }
        };
    Statements statements = new Statements(body, take);
    body.statements = Optional.of(statements);
    body.reach.check();
    Optional<Variable> jump = statements.method(source.tree().getBody());
    List<Statement> all = new ArrayList<>();
    if (early) {
      result.ifPresent(r -> all.add(new Statement.Declare(r, draft.span())));
    }
    jump.ifPresent(j -> all.add(new Statement.Declare(j, draft.span())));
    all.addAll(draft.statements());
    List<Problem> problems = draft.problems();
    if (!problems.isEmpty()) {
      return new Result(Optional.empty(), problems, body.helpers);
    }
    FlowMethod lowered =
        new FlowMethod(
            source.shadow().elements().getBinaryName(owner).toString(),
            source.tree().getName().toString(),
            SweepNames.simple(method, source.shadow().elements()),
            self.isTensor() || method.getModifiers().contains(Modifier.STATIC)
                ? Optional.empty()
                : Optional.of(self),
            parameters,
            new Statement.Block(all, draft.span()),
            early ? result : Optional.ofNullable(returned[0]),
            type.getKind() == TypeKind.VOID ? "void" : JavaTypes.text(type),
            method.getThrownTypes().stream().map(JavaTypes::text).toList(),
            source.span());
    return new Result(Optional.of(lowered), List.of(), body.helpers);
  }

  /** Whether the only {@code return} is the last statement. */
  private boolean returnsAtEnd() {
    List<? extends StatementTree> statements = source.tree().getBody().getStatements();
    int[] returns = new int[1];
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitReturn(ReturnTree tree, @Nullable Void unused) {
        returns[0]++;
        return null;
      }

      @Override
      public @Nullable Void visitLambdaExpression(
          com.sun.source.tree.LambdaExpressionTree tree, @Nullable Void unused) {
        return null;
      }
    }.scan(source.tree().getBody(), null);
    return returns[0] == 1 && statements.getLast() instanceof ReturnTree;
  }

  private void assign(Variable result, ExpressionTree value) {
    body.lost.refuse(value);
    switch (result.kind()) {
      case REAL -> body.reals.assign(result, false, value);
      case TENSOR -> body.tensors.assign(result, value);
      case ARRAY, PASSIVE ->
          draft.add(
              new Statement.Assign(
                  result, new Expression.Plain(object(value)), false, draft.span(value)));
    }
  }

  private Variable value(Variable result, ExpressionTree value) {
    body.lost.refuse(value);
    return switch (result.kind()) {
      case REAL -> {
        body.reals.assign(result, true, value);
        yield result;
      }
      case TENSOR -> body.tensors.of(value, Optional.empty());
      case ARRAY -> body.calls.reference(value);
      case PASSIVE -> draft.let(result, new Expression.Plain(object(value)), value);
    };
  }

  private Code object(ExpressionTree value) {
    Element element =
        value instanceof com.sun.source.tree.MethodInvocationTree ? source.element(value) : null;
    return element instanceof ExecutableElement called && body.calls.hasSweep(called)
        ? Code.of(
            body.calls.sweep(
                (com.sun.source.tree.MethodInvocationTree) value, called, Optional.empty()))
        : body.plain.object(value);
  }
}
