/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.MethodInvocationTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.frontend.Api;

/**
 * Lowers calls of methods that the classes of a sealed family implement, each in its way: a branch
 * for each class, with the call of its own method in it.
 */
final class Dispatch {
  private final Body body;

  Dispatch(Body body) {
    this.body = body;
  }

  /**
   * The classes of the family, by the method that their objects run; empty if the method is not one
   * of a sealed family whose classes all are known and final.
   */
  Map<ExecutableElement, Set<TypeElement>> targets(ExecutableElement method) {
    Set<TypeElement> leaves = new LinkedHashSet<>();
    boolean closed =
        !method.getModifiers().contains(Modifier.STATIC)
            && !method.getModifiers().contains(Modifier.PRIVATE)
            && Api.owner(method).getModifiers().contains(Modifier.SEALED)
            && collect(Api.owner(method), leaves);
    Map<ExecutableElement, Set<TypeElement>> targets = new LinkedHashMap<>();
    if (!closed) {
      return targets;
    }
    for (TypeElement leaf : leaves) {
      if (Api.isTensor(leaf.asType())) {
        return Map.of(); // its methods are ops or the library's
      }
      Optional<ExecutableElement> target = implementation(method, leaf);
      if (target.isEmpty() || Reach.isHidden(leaf) || !body.calls.hasBody(target.get())) {
        return Map.of();
      }
      targets.computeIfAbsent(target.get(), _ -> new LinkedHashSet<>()).add(leaf);
    }
    return targets;
  }

  private boolean collect(TypeElement type, Set<TypeElement> leaves) {
    Set<Modifier> modifiers = type.getModifiers();
    if (modifiers.contains(Modifier.FINAL)) {
      leaves.add(type);
      return true;
    }
    boolean open =
        !modifiers.contains(Modifier.SEALED)
            || !(type.getKind().isInterface() || modifiers.contains(Modifier.ABSTRACT));
    return !open
        && type.getPermittedSubclasses().stream()
            .allMatch(t -> collect((TypeElement) ((DeclaredType) t).asElement(), leaves));
  }

  private Optional<ExecutableElement> implementation(ExecutableElement method, TypeElement leaf) {
    Elements elements = body.source.shadow().elements();
    return ElementFilter.methodsIn(elements.getAllMembers(leaf)).stream()
        .filter(m -> m.getSimpleName().equals(method.getSimpleName()))
        .filter(m -> !m.getModifiers().contains(Modifier.ABSTRACT))
        .filter(m -> m.equals(method) || elements.overrides(m, method, leaf))
        .findFirst();
  }

  /** Calls the method of the receiver's class. */
  Optional<Variable> call(
      MethodInvocationTree tree,
      ExecutableElement method,
      Variable receiver,
      List<Variable> arguments,
      Optional<Variable> wanted) {
    Optional<Variable> result =
        body.calls.isVoid(method)
            ? Optional.empty()
            : Optional.of(
                wanted.orElseGet(() ->
                    body.draft.fresh(method.getSimpleName() + "Result", body.source.type(tree))));
    result.ifPresent(r -> body.draft.add(new Statement.Declare(r, body.draft.span(tree))));
    branch(new ArrayList<>(targets(method).entrySet()), tree, receiver, arguments, result);
    return result;
  }

  private void branch(
      List<Map.Entry<ExecutableElement, Set<TypeElement>>> targets,
      MethodInvocationTree tree,
      Variable receiver,
      List<Variable> arguments,
      Optional<Variable> result) {
    ExecutableElement target = targets.getFirst().getKey();
    Runnable call =
        () -> {
          Variable object = cast(receiver, target, tree);
          body.calls
              .statement(tree, target, Optional.of(object), arguments, Optional.empty())
              .ifPresent(value ->
                  body.draft.add(
                      new Statement.Assign(
                          result.orElseThrow(),
                          new Expression.Copy(value),
                          false,
                          body.draft.span(tree))));
        };
    if (targets.size() == 1) {
      call.run();
      return;
    }
    Code.Builder test = Code.builder();
    boolean first = true;
    for (TypeElement type : targets.getFirst().getValue()) {
      test.text(first ? "" : " || ").use(receiver).text(" instanceof ");
      test.type(type.getQualifiedName().toString());
      first = false;
    }
    body.calls.choose(
        test.build(),
        call,
        () -> branch(targets.subList(1, targets.size()), tree, receiver, arguments, result),
        tree);
  }

  /** The receiver as an object of the class that declares the method. */
  private Variable cast(Variable receiver, ExecutableElement target, MethodInvocationTree tree) {
    TypeMirror type = body.source.shadow().types().erasure(Api.owner(target).asType());
    String name = JavaTypes.text(type);
    return receiver.type().equals(name)
        ? receiver
        : body.draft.let(
            "object",
            name,
            Code.builder().text("(").type(name).text(") ").use(receiver).build(),
            tree);
  }
}
