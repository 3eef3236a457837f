/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.processor.frontend.Api;
import org.gradsmith.processor.frontend.MadeSizes;
import org.gradsmith.processor.lowering.SweepNames;
import org.gradsmith.processor.report.DeclaredShapes;
import org.gradsmith.processor.shape.Dim;
import org.gradsmith.processor.shape.ShapeText;

/** Reads {@code @Shape} off the declarations that the compiler knows. */
final class ShapesOfElements implements DeclaredShapes {
  /** What stands for the tensor whose own method is called. */
  private static final String RECEIVER = "...";

  /** What the class of a straight-line forward has behind the name of the module's class. */
  private static final String STRAIGHT = "__AD";

  private final ExecutableElement method;
  private final Elements elements;
  private final Function<String, Optional<FlowMethod>> bodies;
  private final MadeSizes made;

  /**
   * @param bodies the methods that the compilation reads, by their generated classes
   * @param made what the constructors of the method's class make
   */
  ShapesOfElements(
      ExecutableElement method,
      Elements elements,
      Function<String, Optional<FlowMethod>> bodies,
      MadeSizes made) {
    this.method = method;
    this.elements = elements;
    this.bodies = bodies;
    this.made = made;
  }

  @Override
  public Optional<Signature> own() {
    return Optional.of(signature(method));
  }

  @Override
  public Optional<Signature> forward(String className) {
    return forwardOf(className).map(ShapesOfElements::signature);
  }

  private Optional<ExecutableElement> forwardOf(String className) {
    TypeElement type = elements.getTypeElement(className.replaceFirst("<.*", ""));
    return type == null
        ? Optional.empty()
        : ElementFilter.methodsIn(type.getEnclosedElements()).stream()
            .filter(Api::isForward)
            .findFirst();
  }

  @Override
  public List<String> forwardClasses(String className) {
    return forwardOf(className).stream()
        .flatMap(forward ->
            Stream.of(
                elements.getBinaryName(Api.owner(forward)) + STRAIGHT,
                SweepNames.canonical(forward, elements)))
        .toList();
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

  @Override
  public Map<String, String> components(String type) {
    TypeElement record = elements.getTypeElement(type.replaceFirst("<.*", ""));
    Map<String, String> texts = new LinkedHashMap<>();
    if (record != null) {
      for (RecordComponentElement component : record.getRecordComponents()) {
        Api.shape(component.getAccessor())
            .filter(text -> ShapeText.fault(text).isEmpty())
            .ifPresent(text -> texts.put(component.getSimpleName().toString(), text));
      }
    }
    return texts;
  }

  @Override
  public Optional<String> field(String name) {
    return Api.owner(method).getEnclosedElements().stream()
        .filter(member -> member.getSimpleName().contentEquals(name))
        .flatMap(member -> Api.shape(member).stream())
        .filter(text -> ShapeText.fault(text).isEmpty())
        .findFirst();
  }

  @Override
  public Optional<FlowMethod> body(String sweep) {
    return bodies.apply(sweep);
  }

  @Override
  public Optional<Dim> made(String field) {
    return made.own(field);
  }

  @Override
  public Optional<Dim> made(String field, String member) {
    return made.of(field, member);
  }

  @Override
  public Optional<Dim> given(String field, String parameter) {
    return made.given(field, parameter);
  }

  private static Signature signature(ExecutableElement method) {
    List<String> names = new ArrayList<>();
    List<String> parameters = new ArrayList<>();
    if (Api.isTensorMethod(method)) {
      names.add("self");
      parameters.add(RECEIVER);
    }
    for (VariableElement parameter : method.getParameters()) {
      names.add(parameter.getSimpleName().toString());
      parameters.add(Api.shape(parameter).orElse(""));
    }
    Set<String> members =
        ElementFilter.fieldsIn(Api.owner(method).getEnclosedElements()).stream()
            .filter(field -> field.asType().getKind() == TypeKind.INT)
            .filter(field -> !field.getModifiers().contains(Modifier.STATIC))
            .map(field -> field.getSimpleName().toString())
            .collect(Collectors.toSet());
    return new Signature(
        Api.owner(method).getSimpleName().toString(),
        method.getSimpleName().toString(),
        Api.isLibrary(method),
        Api.op(method),
        names,
        parameters,
        Api.shape(method).orElse(""),
        members);
  }
}
