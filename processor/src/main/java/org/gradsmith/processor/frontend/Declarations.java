/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import com.sun.source.tree.VariableTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.gradsmith.processor.problem.Place;
import org.gradsmith.processor.problem.Problem;
import org.gradsmith.processor.problem.SubsetProblem.UnsupportedDeclaration;
import org.gradsmith.processor.problem.SubsetProblem.UnsupportedParameter;

/** Decides whether a method may be annotated at all, its body not looked at. */
final class Declarations {
  private final MethodSource source;
  private final String name;

  private Declarations(MethodSource source) {
    this.source = source;
    this.name = source.tree().getName().toString();
  }

  /** The problems of a declaration, in source order. */
  static List<Problem> check(MethodSource source) {
    Declarations declarations = new Declarations(source);
    Optional<Problem> problem = declarations.method();
    return problem.map(List::of).orElseGet(declarations::parameters);
  }

  /** Numbers in collections could not be differentiated, and would be constants without a word. */
  private List<Problem> parameters() {
    List<Problem> problems = new ArrayList<>();
    for (VariableTree parameter : source.tree().getParameters()) {
      String type = source.element(parameter).asType().toString();
      if (Constants.isConstant(source.element(parameter))) {
        refuseModule(parameter).ifPresent(problems::add);
        continue;
      }
      if (type.matches(".*[<,?\\s]java\\.lang\\.(Double|Float)[>,\\s].*")
          || type.matches("java\\.lang\\.(Double|Float)\\[].*")) {
        problems.add(
            new UnsupportedParameter(
                source.place(parameter),
                parameter.getName().toString(),
                source.text(parameter.getType())));
      }
    }
    return problems;
  }

  /** A module's parameters would have gradients, whatever is said of the variable. */
  private Optional<Problem> refuseModule(VariableTree parameter) {
    return source.element(parameter).asType() instanceof DeclaredType type
            && type.asElement() instanceof TypeElement element
            && Api.isModule(element)
        ? Optional.of(
            problem(
                source.place(parameter),
                "parameter '%s' is a module, whose tensors are no constants by that"
                    .formatted(parameter.getName()),
                "Freeze them: let them require no gradient."))
        : Optional.empty();
  }

  private Optional<Problem> method() {
    ExecutableElement method = (ExecutableElement) source.element(source.tree());
    TypeElement owner = Api.owner(method);
    Set<Modifier> modifiers = method.getModifiers();
    if (source.tree().getBody() == null) {
      return found("it has no body", "Annotate the methods that implement it.");
    }
    if (modifiers.contains(Modifier.SYNCHRONIZED)) {
      return found(
          "it is synchronized, and the compiled sweep would not hold the lock",
          "Synchronize in the code that calls 'call'.");
    }
    TypeMirror type = method.getReturnType();
    if (type.getKind().isPrimitive()
        && type.getKind() != TypeKind.DOUBLE
        && type.getKind() != TypeKind.FLOAT) {
      return Optional.of(
          problem(
              source.place(source.tree().getReturnType()),
              "it returns '%s', which has no derivative"
                  .formatted(source.text(source.tree().getReturnType())),
              "Return a number, a Tensor, or something that holds them."));
    }
    return wrt(method).or(() -> owner(owner));
  }

  /** Names in {@code wrt} that are no parameters, or parameters without derivatives. */
  private Optional<Problem> wrt(ExecutableElement method) {
    for (String wanted : Constants.chosen(method)) {
      Optional<? extends VariableElement> parameter =
          method.getParameters().stream()
              .filter(p -> p.getSimpleName().contentEquals(wanted))
              .findFirst();
      if (parameter.isEmpty()) {
        String names =
            method.getParameters().stream()
                .map(p -> "'" + p.getSimpleName() + "'")
                .collect(Collectors.joining(", "));
        return found(
            "'wrt' names '%s', and the method has no such parameter".formatted(wanted),
            names.isEmpty() ? "Leave 'wrt' out." : "Choose among %s.".formatted(names));
      }
      TypeMirror type = parameter.get().asType();
      if ((type.getKind().isPrimitive()
              && type.getKind() != TypeKind.DOUBLE
              && type.getKind() != TypeKind.FLOAT)
          || type.toString().equals("java.lang.String")) {
        return found(
            "'wrt' names '%s' of type '%s', which has no derivative".formatted(wanted, type),
            "Leave it out.");
      }
    }
    return Optional.empty();
  }

  private Optional<Problem> owner(TypeElement owner) {
    Optional<Element> next = Optional.of(owner);
    while (next.isPresent() && next.get() instanceof TypeElement type) {
      if (type.getModifiers().contains(Modifier.PRIVATE)) {
        return found(
            "class '%s' is private, and the generated class could not name it"
                .formatted(type.getSimpleName()),
            "Make the class package-private.");
      }
      next = Optional.ofNullable(type.getEnclosingElement());
    }
    return Optional.empty();
  }

  private Optional<Problem> found(String why, String remedy) {
    return Optional.of(problem(source.annotation(), why, remedy));
  }

  private Problem problem(Place place, String why, String remedy) {
    return new UnsupportedDeclaration(place, name, why, remedy);
  }
}
