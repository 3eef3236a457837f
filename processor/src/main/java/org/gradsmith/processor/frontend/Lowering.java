/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.EmptyStatementTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
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
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import org.gradsmith.annotation.Shape;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Method;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;
import org.gradsmith.processor.problem.Problem;
import org.gradsmith.processor.problem.SubsetProblem.Effect;
import org.gradsmith.processor.problem.SubsetProblem.UnsupportedExpression;
import org.jspecify.annotations.Nullable;

/**
 * Walks the statements of one method and writes its steps. A problem does not stop it: what depends
 * on a refused expression is refused silently, and the rest is looked at, so that all problems of a
 * method are found at once.
 */
final class Lowering {
  private final Draft draft;
  private final Fence fence;
  private final Expressions expressions;
  private final MethodSource source;
  private final TypeElement owner;
  private final Value self;
  private final Optional<Value> tensor;
  private final List<Value> parameters = new ArrayList<>();
  private final List<String> shapes = new ArrayList<>();
  private Meaning result = new Meaning.Refused();

  private Lowering(MethodSource source, TypeElement owner, Callees callees) {
    Naming names = new Naming(declaredNames(source.tree()));
    this.source = source;
    this.owner = owner;
    this.draft = new Draft(source, names);
    this.fence = new Fence(source);
    this.self =
        Value.object(
            names.unnamed("self"), source.shadow().elements().getBinaryName(owner).toString());
    Meaning.ObjectMeaning object = new Meaning.ObjectMeaning(self, owner);
    this.tensor =
        Api.isTensorMethod((ExecutableElement) source.element(source.tree()))
            ? Optional.of(Value.tensor(names.unnamed("tensor")))
            : Optional.empty();
    this.expressions =
        new Expressions(
            draft,
            fence,
            object,
            tensor.<Meaning>map(Meaning.TensorMeaning::new).orElse(object),
            callees);
  }

  /**
   * The outcome.
   *
   * @param method the method; empty if there are problems
   * @param problems in source order
   */
  record Result(Optional<Method> method, List<Problem> problems, Places places) {}

  /**
   * Lowers a method whose declaration was found good.
   *
   * @param owner the class that declares it, in the shadow compilation
   * @throws Deferred if a type is not there yet
   */
  static Result lower(MethodSource source, TypeElement owner, Callees callees) {
    return new Lowering(source, owner, callees).lower();
  }

  /**
   * Lowers a function of tensors, whose declaration was found good.
   *
   * @param owner the class that declares it, in the shadow compilation
   * @throws Deferred if a type is not there yet
   */
  static Optional<Method> function(MethodSource source, TypeElement owner, Callees callees) {
    Lowering lowering = new Lowering(source, owner, callees);
    lowering.tensor.ifPresent(lowering::receives);
    lowering.read();
    return lowering.method(Optional.empty()).filter(lowering::readsOnlyWhatItIsGiven);
  }

  private void receives(Value receiver) {
    parameters.add(receiver);
    shapes.add("");
  }

  /** Whether nothing is read of an object, and no module is called. */
  private boolean readsOnlyWhatItIsGiven(Method method) {
    return method.body().stream().allMatch(Node.Apply.class::isInstance)
        && method.body().stream()
            .flatMap(node -> ((Node.Apply) node).attributes().stream())
            .noneMatch(
                attribute -> Numbers.leaves(attribute).anyMatch(Attr.Read.class::isInstance));
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

  private Result lower() {
    read();
    return new Result(method(Optional.of(self)), draft.problems(), draft.places());
  }

  private void read() {
    for (VariableTree tree : source.tree().getParameters()) {
      VariableElement parameter = (VariableElement) source.element(tree);
      String name = draft.name(Optional.of(tree.getName().toString()), "x");
      Optional<Value.Type.Kind> number = Functions.number(parameter.asType());
      if (number.isPresent()) {
        Value value = Value.number(name, number.get());
        parameters.add(value);
        draft.bind(parameter, new Meaning.NumberMeaning(new Attr.Parameter(value)));
      } else {
        Value value =
            Api.isNullable(parameter, parameter.asType())
                ? Value.optionalTensor(name)
                : Value.tensor(name);
        parameters.add(value);
        draft.bind(parameter, new Meaning.TensorMeaning(value));
      }
      shapes.add(Api.shape(parameter).orElse(""));
    }
    source.tree().getBody().getStatements().forEach(this::statement);
  }

  private Optional<Method> method(Optional<Value> receiver) {
    return draft.problems().isEmpty() && result instanceof Meaning.TensorMeaning(Value returned)
        ? Optional.of(
            new Method(
                source.shadow().elements().getBinaryName(owner).toString(),
                source.tree().getName().toString(),
                receiver,
                parameters,
                shapes,
                draft.steps(),
                returned,
                source.span(),
                draft.functions()))
        : Optional.empty();
  }

  private void statement(StatementTree tree) {
    draft.enter(tree);
    Optional<Problem> refused = fence.check(tree);
    if (refused.isPresent()) {
      draft.refuse(refused.get());
      return;
    }
    switch (tree) {
      case BlockTree block -> block.getStatements().forEach(this::statement);
      case EmptyStatementTree _ -> {}
      case VariableTree variable -> declaration(variable);
      case ExpressionStatementTree s -> effect(s.getExpression());
      case ReturnTree r -> result = expressions.lower(r.getExpression(), Optional.empty());
      default -> throw new IllegalStateException("a statement of kind " + tree.getKind());
    }
  }

  private void declaration(VariableTree tree) {
    Element variable = source.element(tree);
    source
        .annotation(tree.getModifiers(), Shape.class)
        .ifPresent(place ->
            draft.refuse(
                new UnsupportedExpression(
                    place,
                    "@Shape on local variable '" + tree.getName() + "'",
                    "shapes of local variables follow from those of the parameters",
                    "Put it on the parameter.")));
    if (tree.getInitializer() != null) {
      Meaning value = expressions.lower(tree.getInitializer(), named(tree));
      draft.bind(variable, expressions.numbers().held(value, variable, tree.getInitializer()));
    }
  }

  /** Unnamed variables, {@code _}, have an empty name. */
  private static Optional<String> named(VariableTree tree) {
    return Optional.of(tree.getName().toString()).filter(n -> !n.isEmpty());
  }

  private void effect(ExpressionTree tree) {
    if (tree instanceof AssignmentTree assignment) {
      assignment(assignment);
    } else {
      expressions.statement(tree);
    }
  }

  private void assignment(AssignmentTree tree) {
    ExpressionTree target = tree.getVariable();
    if (target instanceof IdentifierTree name && isLocal(source.element(name))) {
      Meaning meaning =
          expressions.lower(tree.getExpression(), Optional.of(name.getName().toString()));
      Element variable = source.element(name);
      draft.bind(variable, expressions.numbers().held(meaning, variable, tree.getExpression()));
    } else {
      draft.refuse(
          new Effect(
              source.place(tree),
              "the assignment to '" + source.text(target) + "'",
              "Assign to a local variable, and return what the caller needs."));
    }
  }

  private static boolean isLocal(Element variable) {
    return variable.getKind() == ElementKind.LOCAL_VARIABLE
        || variable.getKind() == ElementKind.PARAMETER;
  }
}
