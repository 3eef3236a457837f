/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Types;
import org.gradsmith.annotation.Derivative;
import org.gradsmith.annotation.UseDerivatives;

/**
 * A method that is the derivative of another one, as its {@code @Derivative} says.
 *
 * @param method the method
 * @param annotation its annotation
 * @param of the class that declares the other one
 * @param target the other one's name
 * @param isForward whether it computes a tangent, not gradients
 */
public record DerivativeMethod(
    ExecutableElement method,
    AnnotationMirror annotation,
    TypeElement of,
    String target,
    boolean isForward) {

  /** What the annotation of a method says; empty without one, or if it names no class. */
  public static Optional<DerivativeMethod> read(ExecutableElement method) {
    Optional<AnnotationMirror> annotation = Api.mirror(method, Derivative.class);
    if (annotation.isEmpty()) {
      return Optional.empty();
    }
    Optional<TypeElement> of = Optional.empty();
    String target = "";
    boolean isForward = false;
    for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> entry :
        annotation.get().getElementValues().entrySet()) {
      Object value = entry.getValue().getValue();
      switch (entry.getKey().getSimpleName().toString()) {
        case "of" -> of = typeElement(value);
        case "method" -> target = value.toString();
        case "mode" -> isForward = value.toString().endsWith("FORWARD");
        default -> {}
      }
    }
    boolean forward = isForward;
    String name = target;
    return of.map(o -> new DerivativeMethod(method, annotation.get(), o, name, forward));
  }

  private static Optional<TypeElement> typeElement(Object value) {
    return value instanceof DeclaredType type && type.asElement() instanceof TypeElement element
        ? Optional.of(element)
        : Optional.empty();
  }

  /** Whether a method is the one that this is the derivative of. */
  public boolean isOf(ExecutableElement other, Types types) {
    if (!other.getSimpleName().contentEquals(target)
        || !Api.owner(other).getQualifiedName().equals(of.getQualifiedName())) {
      return false;
    }
    List<TypeMirror> wanted = parameters(other);
    List<TypeMirror> given = method.getParameters().stream().map(Element::asType).toList();
    if (given.size() < wanted.size()) {
      return false;
    }
    for (int i = 0; i < wanted.size(); i++) {
      if (!types.isSameType(types.erasure(wanted.get(i)), types.erasure(given.get(i)))) {
        return false;
      }
    }
    return true;
  }

  /** The types of a method's parameters, its object's first. */
  public static List<TypeMirror> parameters(ExecutableElement method) {
    List<TypeMirror> types = new ArrayList<>();
    if (!method.getModifiers().contains(Modifier.STATIC)) {
      types.add(Api.owner(method).asType());
    }
    method.getParameters().forEach(p -> types.add(p.asType()));
    return types;
  }

  /** The derivatives that a class declares. */
  public static List<DerivativeMethod> in(TypeElement type) {
    List<DerivativeMethod> all = new ArrayList<>();
    for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
      read(method).ifPresent(all::add);
    }
    return all;
  }

  /**
   * The method that computes the gradients of a call, if the user has written one: in the class of
   * the method, in a class around the caller, or in one that is named there.
   *
   * @param declared the derivatives that a class declares
   */
  static Optional<DerivativeMethod> forCall(
      ExecutableElement called,
      Element caller,
      Types types,
      Function<TypeElement, List<DerivativeMethod>> declared) {
    Set<TypeElement> places = new LinkedHashSet<>();
    places.add(Api.owner(called));
    List<TypeElement> named = new ArrayList<>();
    for (Element around = caller; around != null; around = around.getEnclosingElement()) {
      if (around instanceof TypeElement type) {
        places.add(type);
      }
      if (around.getKind() != ElementKind.MODULE) {
        named.addAll(named(around));
      }
    }
    places.addAll(named);
    return places.stream()
        .flatMap(place -> declared.apply(place).stream())
        .filter(d -> !d.isForward() && d.isOf(called, types))
        .findFirst();
  }

  private static List<TypeElement> named(Element place) {
    return Api.mirror(place, UseDerivatives.class).stream()
        .flatMap(mirror -> mirror.getElementValues().values().stream())
        .flatMap(value ->
            value.getValue() instanceof List<?> list ? list.stream() : java.util.stream.Stream.of())
        .map(each -> typeElement(((AnnotationValue) each).getValue()))
        .flatMap(Optional::stream)
        .toList();
  }
}
