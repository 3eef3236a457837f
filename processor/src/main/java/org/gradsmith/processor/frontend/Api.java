/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.NonDifferentiable;
import org.gradsmith.annotation.Op;
import org.gradsmith.annotation.Shape;

/** The runtime's API as the front end knows it: by name. */
public final class Api {
  public static final String TENSOR = "org.gradsmith.tensor.Tensor";

  /** Classes that declare {@code call} final and {@code forward} abstract. */
  private static final Set<String> MODULES =
      Set.of(
          "org.gradsmith.nn.UnaryModule",
          "org.gradsmith.nn.BinaryModule",
          "org.gradsmith.nn.TernaryModule");

  /**
   * Packages of the library whose methods differentiate by their tensors alone: numbers that they
   * take are constants.
   */
  private static final Set<String> LIBRARY =
      Set.of("org.gradsmith.tensor", "org.gradsmith.nn.functional", "org.gradsmith.nn.loss");

  private static final String RECORDER = "org.gradsmith.autograd.Recorder";

  private static final String FUNCTION = "org.gradsmith.autograd.Function";

  private Api() {}

  /** Whether a method belongs to the library's functions of tensors. */
  public static boolean isLibrary(Element member) {
    Element element = member;
    while (element.getEnclosingElement() != null && !(element instanceof PackageElement)) {
      element = element.getEnclosingElement();
    }
    return element instanceof PackageElement p && LIBRARY.contains(p.getQualifiedName().toString());
  }

  /** Whether a method is an instance method of tensors, inherited or not. */
  public static boolean isTensorMethod(ExecutableElement method) {
    return !method.getModifiers().contains(Modifier.STATIC)
        && (isTensor(owner(method).asType())
            || owner(method).getPermittedSubclasses().stream().anyMatch(Api::isTensor));
  }

  /** Whether a method calls a function that brings its own derivative. */
  public static boolean callsFunction(ExecutableElement method) {
    return method.getSimpleName().contentEquals("apply")
        && owner(method).getQualifiedName().contentEquals(FUNCTION);
  }

  /** Whether a method runs a row of the op table that it is given. */
  public static boolean runsRow(ExecutableElement method) {
    return method.getSimpleName().toString().startsWith("apply")
        && owner(method).getQualifiedName().contentEquals(RECORDER);
  }

  public static boolean isTensor(TypeMirror type) {
    return type.getKind() == TypeKind.DECLARED
        && ((DeclaredType) type).asElement() instanceof TypeElement e
        && e.getQualifiedName().contentEquals(TENSOR);
  }

  /** Whether a type is an array or a list of tensors. */
  static boolean isTensors(TypeMirror type) {
    if (type instanceof ArrayType array) {
      return isTensor(array.getComponentType());
    }
    return type instanceof DeclaredType declared
        && declared.asElement() instanceof TypeElement e
        && e.getQualifiedName().contentEquals("java.util.List")
        && declared.getTypeArguments().stream().anyMatch(Api::isTensor);
  }

  /** Whether a method is {@code List.of}. */
  static boolean isListOf(ExecutableElement method) {
    return method.getSimpleName().contentEquals("of")
        && owner(method).getQualifiedName().contentEquals("java.util.List");
  }

  /** Whether a method is the {@code call} of modules. */
  public static boolean isCall(ExecutableElement method) {
    return method.getSimpleName().contentEquals("call") && isNamed(owner(method), MODULES);
  }

  /** Whether a method is the {@code call} of a module that maps a tensor to a tensor. */
  public static boolean isUnaryCall(ExecutableElement method) {
    return isCall(method) && method.getParameters().size() == 1;
  }

  /** Whether a method is the {@code forward} of a module class. */
  public static boolean isForward(ExecutableElement method) {
    return method.getSimpleName().contentEquals("forward") && isModule(owner(method));
  }

  public static boolean isModule(TypeElement type) {
    Optional<TypeElement> next = Optional.of(type);
    while (next.isPresent()) {
      if (isNamed(next.get(), MODULES)) {
        return true;
      }
      next = superclass(next.get());
    }
    return false;
  }

  /** Whether a class is one of the library's own base classes, which hold no sizes. */
  public static boolean isModuleBase(TypeElement type) {
    return isNamed(type, MODULES);
  }

  public static Optional<TypeElement> superclass(TypeElement type) {
    return type.getSuperclass() instanceof DeclaredType d && d.asElement() instanceof TypeElement e
        ? Optional.of(e)
        : Optional.empty();
  }

  /** The class that declares a field, method or enum constant. */
  public static TypeElement owner(Element member) {
    if (member.getEnclosingElement() instanceof TypeElement owner) {
      return owner;
    }
    throw new IllegalStateException(member + " belongs to no class");
  }

  private static boolean isNamed(TypeElement type, Set<String> names) {
    return names.contains(type.getQualifiedName().toString());
  }

  public static boolean isDifferentiable(Element method) {
    return annotation(method, Differentiable.class).isPresent();
  }

  /** The op that an API method stands for. */
  public static Optional<String> op(ExecutableElement method) {
    return annotation(method, Op.class);
  }

  /** Why a method is a constant to differentiation, if it is. */
  public static Optional<String> nonDifferentiable(Element method) {
    return annotation(method, NonDifferentiable.class);
  }

  /** The text of {@code @Shape}. */
  public static Optional<String> shape(Element element) {
    return annotation(element, Shape.class);
  }

  /** Whether a declaration says that its value may be null, by an annotation of whatever origin. */
  public static boolean isNullable(Element element, TypeMirror type) {
    return isNullable(element.getAnnotationMirrors()) || isNullable(type.getAnnotationMirrors());
  }

  private static boolean isNullable(List<? extends AnnotationMirror> mirrors) {
    return mirrors.stream()
        .anyMatch(m -> m.getAnnotationType().asElement().getSimpleName().contentEquals("Nullable"));
  }

  /** The {@code value} of an annotation, or an empty string if it has none. */
  private static Optional<String> annotation(Element element, Class<?> annotation) {
    return mirror(element, annotation)
        .map(mirror ->
            mirror.getElementValues().values().stream()
                .map(AnnotationValue::getValue)
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .findFirst()
                .orElse(""));
  }

  /** An annotation as it stands in the source. */
  public static Optional<AnnotationMirror> mirror(Element element, Class<?> annotation) {
    for (AnnotationMirror mirror : element.getAnnotationMirrors()) { // asked for at every call
      if (mirror.getAnnotationType().asElement() instanceof TypeElement type
          && type.getQualifiedName().contentEquals(annotation.getName())) {
        return Optional.of(mirror);
      }
    }
    return Optional.empty();
  }
}
