/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import org.gradsmith.processor.frontend.Api;
import org.gradsmith.processor.lowering.SweepNames;
import org.gradsmith.processor.report.DeclaredShapes;

/** Reads {@code @Shape} off the declarations that the compiler knows. */
final class ShapesOfElements implements DeclaredShapes {
  /** What stands for the tensor whose own method is called. */
  private static final String RECEIVER = "...";

  private final ExecutableElement method;
  private final Elements elements;

  ShapesOfElements(ExecutableElement method, ProcessingEnvironment environment) {
    this.method = method;
    this.elements = environment.getElementUtils();
  }

  @Override
  public Optional<Signature> own() {
    return Optional.of(signature(method));
  }

  @Override
  public Optional<Signature> forward(String className) {
    TypeElement type = elements.getTypeElement(className.replaceFirst("<.*", ""));
    return type == null
        ? Optional.empty()
        : ElementFilter.methodsIn(type.getEnclosedElements()).stream()
            .filter(Api::isForward)
            .findFirst()
            .map(ShapesOfElements::signature);
  }

  @Override
  public Optional<Signature> function(String sweep) {
    int end = sweep.indexOf("__", sweep.lastIndexOf('.') + 1);
    TypeElement owner =
        end < 0 ? null : elements.getTypeElement(sweep.substring(0, end).replace('$', '.'));
    return owner == null
        ? Optional.empty()
        : ElementFilter.methodsIn(owner.getEnclosedElements()).stream()
            .filter(m -> SweepNames.canonical(m, elements).equals(sweep))
            .findFirst()
            .map(ShapesOfElements::signature);
  }

  private static Signature signature(ExecutableElement method) {
    List<String> parameters = new ArrayList<>();
    if (Api.isTensorMethod(method)) {
      parameters.add(RECEIVER);
    }
    method.getParameters().forEach(p -> parameters.add(Api.shape(p).orElse("")));
    Set<String> members =
        ElementFilter.fieldsIn(Api.owner(method).getEnclosedElements()).stream()
            .filter(field -> field.asType().getKind() == TypeKind.INT)
            .filter(field -> !field.getModifiers().contains(Modifier.STATIC))
            .map(field -> field.getSimpleName().toString())
            .collect(Collectors.toSet());
    return new Signature(parameters, Api.shape(method).orElse(""), members);
  }
}
