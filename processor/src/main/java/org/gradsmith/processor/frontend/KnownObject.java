/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import org.gradsmith.processor.metadata.ClassFacts;
import org.gradsmith.processor.metadata.ClassFacts.Constructor;
import org.gradsmith.processor.metadata.ClassFacts.NewObject;
import org.gradsmith.processor.metadata.Term;

/** What the constructors that may have made an object say of it; where they differ, nothing. */
final class KnownObject implements ObjectFacts {
  private final FactsBook book;
  private final TypeElement type;
  private final List<Constructor> constructors;
  private final List<OptionalLong> arguments;

  /**
   * An object.
   *
   * @param type its class, or a super class
   * @param descriptor the constructor that made it, if that is known
   * @param arguments what was passed to that
   */
  KnownObject(
      FactsBook book, TypeElement type, Optional<String> descriptor, List<OptionalLong> arguments) {
    this.book = book;
    this.type = type;
    this.arguments = List.copyOf(arguments);
    ClassFacts facts = book.of(type);
    this.constructors =
        descriptor.map(d -> facts.find(d).stream().toList()).orElse(facts.constructors());
  }

  @Override
  public String className() {
    return book.binaryName(type);
  }

  @Override
  public OptionalLong value(String member) {
    Object constant = members(member).map(KnownObject::constant).findFirst().orElse("");
    return constant instanceof Number number
        ? OptionalLong.of(number.longValue())
        : agreed(
            constructors.stream()
                .map(c -> c.integers().getOrDefault(member, new Term.Unknown()))
                .toList());
  }

  private static Object constant(Element member) {
    return member instanceof VariableElement field && field.getConstantValue() != null
        ? field.getConstantValue()
        : "";
  }

  @Override
  public Optional<String> shape(String member) {
    return members(member).flatMap(m -> Api.shape(m).stream()).findFirst();
  }

  @Override
  public Optional<ObjectFacts> object(String member) {
    Optional<TypeElement> declared =
        members(member).flatMap(m -> declaredClass(m).stream()).findFirst();
    return declared.map(
        d -> made(member).orElseGet(() -> new KnownObject(book, d, Optional.of(""), List.of())));
  }

  /** The object that all constructors make for a field, if they agree on how. */
  private Optional<ObjectFacts> made(String field) {
    List<NewObject> objects = new ArrayList<>();
    for (Constructor constructor : constructors) {
      NewObject object = constructor.objects().get(field);
      if (object == null) {
        return Optional.empty();
      }
      objects.add(object);
    }
    if (objects.isEmpty()) {
      return Optional.empty();
    }
    NewObject first = objects.getFirst();
    for (NewObject object : objects) {
      if (!object.className().equals(first.className())
          || !object.descriptor().equals(first.descriptor())) {
        return Optional.empty();
      }
    }
    List<OptionalLong> passed = new ArrayList<>();
    for (int i = 0; i < first.arguments().size(); i++) {
      int index = i;
      passed.add(agreed(objects.stream().map(o -> o.arguments().get(index)).toList()));
    }
    return book.find(first.className())
        .map(c -> new KnownObject(book, c, Optional.of(first.descriptor()), passed));
  }

  private OptionalLong agreed(List<Term> terms) {
    List<OptionalLong> values = terms.stream().map(t -> t.evaluate(arguments)).distinct().toList();
    return values.size() == 1 ? values.getFirst() : OptionalLong.empty();
  }

  /** The fields and accessors of that name, those of the class before those it inherits. */
  private Stream<Element> members(String name) {
    return Stream.iterate(
            Optional.of(type), Optional::isPresent, t -> Api.superclass(t.orElseThrow()))
        .<Element>flatMap(t -> t.orElseThrow().getEnclosedElements().stream())
        .filter(m ->
            m.getSimpleName().contentEquals(name)
                && (m.getKind() == ElementKind.FIELD
                    || (m instanceof ExecutableElement e && e.getParameters().isEmpty())));
  }

  private static Optional<TypeElement> declaredClass(Element member) {
    var declared =
        member instanceof ExecutableElement method ? method.getReturnType() : member.asType();
    return declared instanceof DeclaredType d
            && d.asElement() instanceof TypeElement e
            && !Api.isTensor(declared)
        ? Optional.of(e)
        : Optional.empty();
  }
}
