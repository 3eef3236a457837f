/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import org.gradsmith.processor.frontend.Api;

/**
 * Calls that stay Java, of methods and constructors that nobody knows. They must not be given a
 * number with a derivative, nor an object that holds one: what they return would be a constant
 * without a word. Some are known to be harmless: those that make texts and write them, those that
 * compare, and collections, which give back the objects that they were given.
 */
final class ForeignCalls {
  private static final String REMEDY =
      "Annotate it with @Differentiable, or with @NonDifferentiable if no derivative is meant to flow through it, or write its operations here.";
  private static final String JAVAS =
      "Write its operations here, or call it in a method of yours that is @NonDifferentiable, if no derivative is meant to flow through it.";
  private static final String IN_ARRAY = "Keep them in a double[].";

  /** Classes, and packages with a dot at their end, whose methods turn numbers into texts. */
  private static final Set<String> WRITERS =
      Set.of(
          "java.lang.String",
          "java.lang.StringBuilder",
          "java.lang.StringBuffer",
          "java.lang.IO",
          "java.lang.System.Logger",
          "java.io.PrintStream",
          "java.io.PrintWriter",
          "java.io.Console",
          "java.util.Formatter",
          "java.util.StringJoiner",
          "java.util.logging.",
          "java.text.",
          "org.slf4j.",
          "org.apache.logging.");

  /** Classes whose methods compare numbers or describe them. */
  private static final Set<String> COMPARING =
      Set.of(
          "java.lang.Double",
          "java.lang.Float",
          "java.lang.Object",
          "java.lang.Record",
          "java.lang.Comparable",
          "java.util.Objects",
          "java.util.Comparator");

  /** Methods that give the bits of a number, out of which it could be made again. */
  private static final Set<String> BITS =
      Set.of("doubleToLongBits", "doubleToRawLongBits", "floatToIntBits", "floatToRawIntBits");

  private final Body body;

  ForeignCalls(Body body) {
    this.body = body;
  }

  /** Refuses what a call must not be given. */
  void check(MethodInvocationTree tree, ExecutableElement method) {
    if (body.draft.isPassive()
        || body.draft.isOfTensors()
        || Api.nonDifferentiable(method).isPresent()
        || isHarmless(method)) {
      return;
    }
    Optional<ExpressionTree> object =
        Tensors.receiver(tree)
            .filter(_ -> !method.getModifiers().contains(Modifier.STATIC))
            .filter(body.carriers::isValue)
            .filter(body.carriers::carries);
    tree.getArguments().forEach(a -> argument(a, method, tree, object.isPresent()));
    object.ifPresent(o -> receiver(tree, method, o));
  }

  /** Refuses what a constructor must not be given. */
  void check(ExecutableElement constructor, List<? extends ExpressionTree> arguments, Tree tree) {
    if (!body.draft.isPassive() && !body.draft.isOfTensors() && !isHarmless(constructor)) {
      arguments.forEach(a -> argument(a, constructor, tree, false));
    }
  }

  /** Refuses an argument that is handed on as a constant. */
  void checkConstant(ExpressionTree argument, ExecutableElement method) {
    if (!body.draft.isPassive()
        && !body.draft.isOfTensors()
        && body.carriers.carries(argument)
        && !HeldNumbers.isText(body.source.type(argument))) {
      throw unknown(argument, method);
    }
  }

  private void argument(
      ExpressionTree tree, ExecutableElement method, Tree call, boolean inCarrier) {
    boolean function = isFunction(tree);
    if (function && isContainer(method)) {
      if ((inCarrier || body.carriers.carries(tree)) && !steers(tree)) {
        throw body.draft.refusal(
            tree,
            "what '%s' does with the numbers it is given is not followed"
                .formatted(method.getSimpleName()),
            "Write a loop.");
      }
      return;
    }
    if (!body.carriers.carries(tree)) {
      return;
    }
    TypeMirror type = function ? body.source.type(call) : body.source.type(tree);
    if (!function && VaryingArrays.holdsNumbers(type)) {
      if (method.getKind() == ElementKind.CONSTRUCTOR && !isContainer(method)) {
        throw unknown(tree, method);
      }
      body.arrayCalls.refuseUnknown(tree, method);
      return;
    }
    if (!function && HeldNumbers.isText(type)) {
      if (isNumber(body.source.type(call))) {
        throw unknown(tree, method);
      }
      return;
    }
    boolean real = !function && JavaTypes.isReal(type);
    if (!real && !function && isContainer(method)) {
      refuseOutside(tree, call);
    } else if (real && isContainer(method)) {
      throw body.draft.refusal(tree, "numbers in a collection have no derivative", IN_ARRAY);
    } else {
      throw unknown(tree, method);
    }
  }

  /** A collection that others see too would keep the record, without its derivative. */
  private void refuseOutside(ExpressionTree tree, Tree call) {
    boolean field =
        call instanceof MethodInvocationTree invocation
            && Tensors.receiver(invocation).filter(this::isField).isPresent();
    if (field) {
      throw body.draft.refusal(
          tree,
          "it would be kept in a field, and the derivatives of its numbers would be lost",
          "Keep it in a collection that the method makes, or return it.");
    }
  }

  private boolean isField(ExpressionTree tree) {
    return switch (tree) {
      case IdentifierTree name -> body.source.element(name).getKind() == ElementKind.FIELD;
      case com.sun.source.tree.MemberSelectTree select ->
          body.source.element(select).getKind() == ElementKind.FIELD;
      case MethodInvocationTree call ->
          Tensors.receiver(call).filter(body.carriers::isValue).filter(this::isField).isPresent();
      default -> false;
    };
  }

  private void receiver(
      MethodInvocationTree tree, ExecutableElement method, ExpressionTree object) {
    TypeMirror result = method.getReturnType();
    boolean text = HeldNumbers.isText(body.source.type(object));
    boolean known =
        text
            || isContainer(method)
            || HeldNumbers.steers(result)
            || HeldNumbers.isText(result)
            || Records.isAccessor(method);
    if (!known) {
      throw unknown(tree, method);
    }
  }

  private BodyDraft.Refusal unknown(ExpressionTree tree, ExecutableElement method) {
    if (Library.declares(method, body.source) && method.getKind() == ElementKind.METHOD) {
      return body.draft.refusal(
          tree,
          "'%s' takes a constant here, and the gradient would be lost"
              .formatted(method.getSimpleName()),
          "If no derivative is meant to flow through it, annotate the parameter it comes from with @NonDifferentiable; else multiply a tensor by the number, or add it to one, or pass a Tensor.");
    }
    boolean constructor = method.getKind() == ElementKind.CONSTRUCTOR;
    String owner = Api.owner(method).getSimpleName().toString();
    String why =
        constructor
            ? "a number with a derivative would be lost inside the new '%s'".formatted(owner)
            : "what '%s' of '%s' does with it is not known"
                .formatted(method.getSimpleName(), owner);
    return body.draft.refusal(
        tree, why, constructor ? "Keep it in a record, a double[] or a Tensor." : remedy(method));
  }

  /** What to do about a method whose derivative is not known. */
  static String remedy(ExecutableElement method) {
    return Api.owner(method).getQualifiedName().toString().startsWith("java.") ? JAVAS : REMEDY;
  }

  private static boolean isFunction(ExpressionTree tree) {
    return tree instanceof LambdaExpressionTree || tree instanceof MemberReferenceTree;
  }

  /** Whether what a function returns can only choose: it compares or tests. */
  private boolean steers(ExpressionTree function) {
    TypeElement type =
        (TypeElement) body.source.shadow().types().asElement(body.source.type(function));
    return ElementFilter.methodsIn(body.source.shadow().elements().getAllMembers(type)).stream()
        .filter(m -> m.getModifiers().contains(Modifier.ABSTRACT))
        .filter(m -> !m.getSimpleName().contentEquals("equals"))
        .allMatch(m -> HeldNumbers.steers(m.getReturnType()));
  }

  private boolean isNumber(TypeMirror type) {
    return JavaTypes.isReal(type)
        || body.source
            .shadow()
            .types()
            .isSubtype(
                type, body.source.shadow().elements().getTypeElement("java.lang.Number").asType());
  }

  private static boolean isStream(TypeMirror type) {
    return JavaTypes.text(type).startsWith("java.util.stream.");
  }

  private static boolean isContainer(ExecutableElement method) {
    String owner = Api.owner(method).getQualifiedName().toString();
    return (owner.startsWith("java.util.") || owner.equals("java.lang.Iterable"))
        && !owner.startsWith("java.util.stream.")
        && !owner.startsWith("java.util.function.")
        && !owner.startsWith("java.util.Double")
        && !owner.startsWith("java.util.concurrent.atomic.Double")
        && !isStream(method.getReturnType());
  }

  private static boolean isHarmless(ExecutableElement method) {
    String owner = Api.owner(method).getQualifiedName().toString();
    String name = method.getSimpleName().toString();
    boolean writes =
        WRITERS.stream().anyMatch(w -> w.endsWith(".") ? owner.startsWith(w) : owner.equals(w));
    return (writes && !owner.equals("java.lang.String"))
        || (writes && !JavaTypes.isReal(method.getReturnType()))
        || isTest(method)
        || (name.equals("equals") && HeldNumbers.steers(method.getReturnType()))
        || (name.equals("compareTo") && HeldNumbers.steers(method.getReturnType()))
        || (COMPARING.contains(owner) && describes(method) && !BITS.contains(name))
        || MathFunctions.knows(method);
  }

  /** Whether a method is a function that chooses. */
  private static boolean isTest(ExecutableElement method) {
    return method.getModifiers().contains(Modifier.ABSTRACT)
        && Api.owner(method).getAnnotation(FunctionalInterface.class) != null
        && HeldNumbers.steers(method.getReturnType());
  }

  private static boolean describes(ExecutableElement method) {
    return HeldNumbers.steers(method.getReturnType()) || HeldNumbers.isText(method.getReturnType());
  }
}
