/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.gradsmith.annotation.Checkpoint;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.adjoint.Rerunnable;
import org.gradsmith.processor.frontend.Api;
import org.gradsmith.processor.frontend.Constants;
import org.gradsmith.processor.frontend.MethodSource;
import org.gradsmith.processor.problem.Problem;
import org.gradsmith.processor.problem.SubsetProblem.UnsupportedDeclaration;
import org.jspecify.annotations.Nullable;

/** Lowers one method with control flow. */
public final class MethodLowering {
  private final MethodSource source;
  private final ExecutableElement method;
  private final TypeElement owner;
  private final BodyDraft draft;
  private final Body body;
  private final Variable self;
  private final String sweep;
  private final TypeMirror type;
  private final Map<Element, Variable> captured;

  private MethodLowering(
      MethodSource source, String sweep, TypeMirror type, Map<Element, Variable> captured) {
    this.source = source;
    this.sweep = sweep;
    this.type = type;
    this.captured = captured;
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
    this.body = new Body(source, draft, owner, self, sweep);
  }

  /**
   * The outcome.
   *
   * @param method the method; empty if there are problems
   * @param problems in source order
   * @param helpers un-annotated methods of the same top-level class that it calls
   * @param functions the lambdas in it
   */
  public record Result(
      Optional<FlowMethod> method,
      List<Problem> problems,
      Set<ExecutableElement> helpers,
      List<FlowMethod> functions) {}

  /**
   * Lowers a method.
   *
   * @throws org.gradsmith.processor.frontend.Deferred if a type is not there yet
   */
  public static Result lower(MethodSource source) {
    ExecutableElement method = (ExecutableElement) source.element(source.tree());
    String sweep = SweepNames.simple(method, source.shadow().elements());
    return new MethodLowering(source, sweep, method.getReturnType(), Map.of()).run();
  }

  /**
   * Lowers a lambda. What it uses of its method comes before its own parameters: objects and arrays
   * as they are, numbers in arrays.
   *
   * @param sweep the simple name of its class
   * @param type what it returns
   * @param captured what it uses, as variables of its method
   */
  static Result function(
      MethodSource source, String sweep, TypeMirror type, Map<Element, Variable> captured) {
    return new MethodLowering(source, sweep, type, captured).run();
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
    CheckpointMark.refuseOthers(source, draft);
    Set<Integer> constants = new HashSet<>();
    if (self.isTensor()) {
      parameters.add(self);
    }
    parameters.addAll(new Captured(body).declared(captured));
    for (VariableTree tree : source.parameters()) {
      Element element = source.element(tree);
      Variable parameter = draft.declare(element);
      if (Constants.isConstant(element)) {
        constants.add(parameters.size());
        constant(element, parameter, tree);
      }
      parameters.add(parameter);
    }
    Optional<Variable> result =
        type.getKind() == TypeKind.VOID
            ? Optional.empty()
            : Optional.of(draft.fresh("result", type));
    boolean early = source.body() instanceof BlockTree block && !returnsAtEnd(block);
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
    Optional<Variable> jump =
        switch (source.body()) {
          case BlockTree block -> statements.method(block);
          case ExpressionTree value -> {
            statements.expression(value, type.getKind() == TypeKind.VOID);
            yield Optional.empty();
          }
          default -> throw new IllegalStateException("a body that is " + source.body().getKind());
        };
    List<Statement> all = new ArrayList<>();
    if (early) {
      result.ifPresent(r -> all.add(new Statement.Declare(r, draft.span())));
    }
    jump.ifPresent(j -> all.add(new Statement.Declare(j, draft.span())));
    all.addAll(draft.statements());
    List<Problem> problems = draft.problems();
    if (!problems.isEmpty()) {
      return new Result(Optional.empty(), problems, body.helpers, List.of());
    }
    FlowMethod lowered =
        new FlowMethod(
            source.shadow().elements().getBinaryName(owner).toString(),
            source.tree().getName().toString(),
            sweep,
            self.isTensor() || method.getModifiers().contains(Modifier.STATIC)
                ? Optional.empty()
                : Optional.of(self),
            parameters,
            new Statement.Block(all, draft.span()),
            early ? result : Optional.ofNullable(returned[0]),
            type.getKind() == TypeKind.VOID ? "void" : JavaTypes.text(type),
            method.getThrownTypes().stream().map(JavaTypes::text).toList(),
            source.span(),
            constants,
            Api.mirror(method, Checkpoint.class).isPresent());
    if (lowered.isRecomputed()) {
      Optional<Problem> problem = Rerunnable.objection(lowered).map(this::cannotRunAgain);
      if (problem.isPresent()) {
        return new Result(
            Optional.empty(), List.of(problem.get()), body.helpers, body.functions.made());
      }
    }
    return new Result(Optional.of(lowered), List.of(), body.helpers, body.functions.made());
  }

  private Problem cannotRunAgain(String why) {
    return new UnsupportedDeclaration(
        source.annotation(source.tree().getModifiers(), Checkpoint.class).orElseGet(source::place),
        source.tree().getName().toString(),
        "with @Checkpoint it runs again in the reverse sweep, and " + why,
        "Take that out of the method, or leave @Checkpoint off.");
  }

  /** The body works with the value of a constant parameter alone. */
  private void constant(Element element, Variable parameter, VariableTree tree) {
    if (parameter.isReal() || JavaTypes.holdsTensors(element.asType())) {
      Code value = parameter.isReal() ? Code.of(parameter) : JavaTypes.constant(Code.of(parameter));
      Variable constant = draft.fresh(parameter.name(), parameter.kind(), parameter.type());
      draft.bind(element, draft.let(constant, new Expression.Plain(value), tree));
    }
  }

  /** Whether the only {@code return} is the last statement. */
  private static boolean returnsAtEnd(BlockTree block) {
    List<? extends StatementTree> statements = block.getStatements();
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
    }.scan(block, null);
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
    return element instanceof ExecutableElement called
            && body.calls.isFollowed((com.sun.source.tree.MethodInvocationTree) value)
        ? Code.of(
            body.calls.sweep(
                (com.sun.source.tree.MethodInvocationTree) value, called, Optional.empty()))
        : body.plain.object(value);
  }
}
