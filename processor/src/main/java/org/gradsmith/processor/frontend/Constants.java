/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import java.util.List;
import java.util.Optional;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import org.gradsmith.annotation.Differentiable;

/** What the user has declared to be a constant to differentiation. */
public final class Constants {
  private Constants() {}

  /** Whether no gradient flows through a parameter, a field or the result of a method. */
  public static boolean isConstant(Element element) {
    return Api.nonDifferentiable(element).isPresent()
        || (element.getKind() == ElementKind.PARAMETER && isLeftOut(element));
  }

  private static boolean isLeftOut(Element parameter) {
    List<String> chosen =
        parameter.getEnclosingElement() instanceof ExecutableElement method
            ? chosen(method)
            : List.of();
    return !chosen.isEmpty() && !chosen.contains(parameter.getSimpleName().toString());
  }

  /** The parameters that {@code wrt} names; none if all are meant. */
  static List<String> chosen(ExecutableElement method) {
    return Api.mirror(method, Differentiable.class).stream()
        .flatMap(mirror -> mirror.getElementValues().entrySet().stream())
        .filter(entry -> entry.getKey().getSimpleName().contentEquals("wrt"))
        .map(entry -> entry.getValue().getValue())
        .flatMap(
            value -> value instanceof List<?> names ? names.stream() : Optional.empty().stream())
        .map(name -> ((AnnotationValue) name).getValue().toString())
        .toList();
  }
}
