/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.gradsmith.ir.Span;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.adjoint.Rule;
import org.gradsmith.processor.frontend.Api;
import org.gradsmith.processor.frontend.DerivativeMethod;
import org.gradsmith.processor.frontend.Naming;
import org.gradsmith.processor.lowering.JavaTypes;
import org.gradsmith.processor.lowering.SweepNames;

/** Reads a derivative that the user has written, and checks that it fits its method. */
final class RuleReader {
  private final Elements elements;
  private final Types types;
  private final Access access;

  RuleReader(Elements elements, Types types) {
    this.elements = elements;
    this.types = types;
    this.access = new Access(elements, types);
  }

  /**
   * The rule of a derivative that computes gradients.
   *
   * @param span where it is declared
   */
  Rule read(DerivativeMethod derivative, Span span) throws Unfit {
    ExecutableElement target = checked(derivative);
    ExecutableElement method = derivative.method();
    Naming names = new Naming(java.util.Set.of("flow", "self", "arguments", "resultBar"));
    List<Variable> parameters = new ArrayList<>();
    List<Variable> differentiable = new ArrayList<>();
    List<TypeMirror> given = DerivativeMethod.parameters(target);
    for (int i = 0; i < given.size(); i++) {
      String name = method.getParameters().get(i).getSimpleName().toString();
      Variable parameter =
          new Variable(
              names.unnamed(name), JavaTypes.kind(given.get(i)), JavaTypes.text(given.get(i)));
      parameters.add(parameter);
      if (hasGradient(derivative, target, i)) {
        differentiable.add(parameter);
      }
    }
    TypeMirror type = target.getReturnType();
    Variable result =
        new Variable(names.unnamed("value"), JavaTypes.kind(type), JavaTypes.text(type));
    int behind = method.getParameters().size() - given.size();
    Rule.Form form = new GradientForm(types).of(method, differentiable);
    TypeElement owner = Api.owner(method);
    FlowMethod head =
        new FlowMethod(
            elements.getBinaryName(owner).toString(),
            method.getSimpleName().toString(),
            SweepNames.simple(method, elements) + Rule.SUFFIX,
            Optional.empty(),
            parameters,
            new Statement.Block(List.of(), span),
            Optional.of(result),
            result.type(),
            List.of(),
            span);
    return new Rule(
        head,
        differentiable,
        new Rule.Target(
            Api.owner(target).getQualifiedName().toString(),
            target.getSimpleName().toString(),
            target.getModifiers().contains(Modifier.STATIC)),
        routine(method),
        behind == 2,
        form,
        tangent(derivative, target).map(this::routine));
  }

  private Rule.Routine routine(ExecutableElement method) {
    return new Rule.Routine(
        Api.owner(method).getQualifiedName().toString(),
        method.getSimpleName().toString(),
        Api.isDifferentiable(method)
            ? Optional.of(SweepNames.canonical(method, elements))
            : Optional.empty());
  }

  /** The method of the same class that computes the tangent. */
  private Optional<ExecutableElement> tangent(
      DerivativeMethod derivative, ExecutableElement target) {
    return DerivativeMethod.in(Api.owner(derivative.method())).stream()
        .filter(d -> d.isForward() && d.isOf(target, types))
        .map(DerivativeMethod::method)
        .findFirst();
  }

  /** Checks what both modes have in common, and the types behind the parameters. */
  ExecutableElement checked(DerivativeMethod derivative) throws Unfit {
    ExecutableElement method = derivative.method();
    if (!method.getModifiers().contains(Modifier.STATIC)) {
      throw new Unfit("it is no static method", "Make it static.");
    }
    if (!method.getTypeParameters().isEmpty() || method.isVarArgs()) {
      throw new Unfit(
          "it has type parameters or a variable number of arguments",
          "Write the types out, an array for the last one.");
    }
    access.require(method, method);
    access.requireNoExceptions(method);
    ExecutableElement target = target(derivative);
    access.require(target, method);
    access.requireNoExceptions(target);
    if (Api.isDifferentiable(target)) {
      throw new Unfit(
          "'%s' is @Differentiable and has a derivative already".formatted(target.getSimpleName()),
          "Remove one of the two annotations.");
    }
    if (JavaTypes.kind(target.getReturnType()) == Variable.Kind.PASSIVE) {
      throw new Unfit(
          "'%s' returns '%s', which has no derivative"
              .formatted(target.getSimpleName(), target.getReturnType()),
          "Derivatives are those of numbers, arrays of numbers and tensors.");
    }
    requireOnlyOne(derivative, target);
    requireTypes(derivative, target);
    return target;
  }

  private ExecutableElement target(DerivativeMethod derivative) throws Unfit {
    List<ExecutableElement> named =
        ElementFilter.methodsIn(derivative.of().getEnclosedElements()).stream()
            .filter(m -> m.getSimpleName().contentEquals(derivative.target()))
            .toList();
    Optional<ExecutableElement> found =
        named.stream()
            .filter(m -> derivative.isOf(m, types))
            .max(java.util.Comparator.comparingInt(m -> DerivativeMethod.parameters(m).size()));
    if (found.isPresent()) {
      return found.get();
    }
    String owner = derivative.of().getSimpleName().toString();
    throw named.isEmpty()
        ? new Unfit(
            "'%s' declares no method '%s'".formatted(owner, derivative.target()),
            "Name one of its methods.")
        : new Unfit(
            "its parameters do not begin with those of a method '%s' of '%s'"
                .formatted(derivative.target(), owner),
            "Begin with %s."
                .formatted(named.stream().map(this::list).collect(Collectors.joining(" or "))));
  }

  private String list(ExecutableElement method) {
    return DerivativeMethod.parameters(method).stream()
        .map(t -> types.erasure(t).toString())
        .map(t -> t.substring(t.lastIndexOf('.') + 1))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private void requireOnlyOne(DerivativeMethod derivative, ExecutableElement target) throws Unfit {
    List<DerivativeMethod> all =
        DerivativeMethod.in(Api.owner(derivative.method())).stream()
            .filter(d -> d.isOf(target, types))
            .toList();
    Optional<DerivativeMethod> first =
        all.stream().filter(d -> d.isForward() == derivative.isForward()).findFirst();
    if (first.isPresent() && !first.get().method().equals(derivative.method())) {
      throw new Unfit(
          "'%s' is the derivative of the same method"
              .formatted(first.get().method().getSimpleName()),
          "Remove one of the two.");
    }
    if (all.stream().allMatch(DerivativeMethod::isForward)) {
      throw new Unfit(
          "it computes a tangent, and no method of this class computes the gradients",
          "Write the method without 'mode = FORWARD' too.");
    }
  }

  /** Whether a parameter has a gradient. */
  private static boolean hasGradient(
      DerivativeMethod derivative, ExecutableElement target, int index) {
    VariableElement parameter = derivative.method().getParameters().get(index);
    int own = index - (target.getModifiers().contains(Modifier.STATIC) ? 0 : 1);
    return JavaTypes.kind(parameter.asType()) != Variable.Kind.PASSIVE
        && Api.nonDifferentiable(parameter).isEmpty()
        && (own < 0 || Api.nonDifferentiable(target.getParameters().get(own)).isEmpty());
  }

  private void requireTypes(DerivativeMethod derivative, ExecutableElement target) throws Unfit {
    List<TypeMirror> given = DerivativeMethod.parameters(target);
    List<TypeMirror> wanted = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      VariableElement parameter = derivative.method().getParameters().get(i);
      if (hasGradient(derivative, target, i)) {
        wanted.add(given.get(i));
      } else if (JavaTypes.holdsGradients(given.get(i))
          && Api.nonDifferentiable(parameter).isEmpty()) {
        throw new Unfit(
            "parameter '%s' holds tensors or numbers, whose gradients have no form here"
                .formatted(parameter.getSimpleName()),
            "Let the method take tensors or arrays of numbers, or annotate the parameter @NonDifferentiable.");
      }
    }
    if (wanted.isEmpty()) {
      throw new Unfit(
          "no parameter of '%s' has a gradient".formatted(target.getSimpleName()),
          "Annotate the method itself with @NonDifferentiable.");
    }
    List<TypeMirror> behind =
        derivative.method().getParameters().stream()
            .skip(given.size())
            .map(Element::asType)
            .toList();
    TypeMirror result = target.getReturnType();
    if (derivative.isForward()) {
      require(same(behind, wanted), "the tangents of the parameters with gradients", wanted);
      if (!types.isSameType(derivative.method().getReturnType(), result)) {
        throw new Unfit(
            "it returns no tangent of the result", "Let it return '%s'.".formatted(result));
      }
    } else {
      boolean fits =
          (behind.size() == 1 || behind.size() == 2)
              && behind.stream().allMatch(t -> types.isSameType(t, result));
      require(
          fits, "the cotangent of the result, or the result and its cotangent", List.of(result));
    }
  }

  private boolean same(List<TypeMirror> a, List<TypeMirror> b) {
    boolean same = a.size() == b.size();
    for (int i = 0; same && i < a.size(); i++) {
      same = types.isSameType(a.get(i), b.get(i));
    }
    return same;
  }

  private static void require(boolean fits, String what, List<TypeMirror> wanted) throws Unfit {
    if (!fits) {
      throw new Unfit(
          "behind the parameters of the method it does not take " + what,
          "Take %s there."
              .formatted(
                  wanted.stream()
                      .map(t -> "'" + JavaTypes.simpleText(t) + "'")
                      .collect(Collectors.joining(", "))));
    }
  }
}
