/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import com.sun.source.util.TreePath;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Name;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/**
 * An annotated method of the running compilation.
 *
 * @param method the method
 * @param owner the class that declares it
 * @param className binary name of that class
 */
public record Candidate(ExecutableElement method, TypeElement owner, String className) {

  /** A method by names, which stays the same from round to round and in the shadow compilation. */
  public record Key(String owner, String method, int ordinal) {}

  static Candidate of(ExecutableElement method, Elements elements) {
    TypeElement owner = Api.owner(method);
    return new Candidate(method, owner, elements.getBinaryName(owner).toString());
  }

  /** The candidate of that name in this round, if it is still there. */
  static Optional<Candidate> find(Key key, Elements elements) {
    return Optional.ofNullable(elements.getTypeElement(key.owner()))
        .flatMap(owner -> method(owner, key))
        .map(m -> of(m, elements));
  }

  Key key() {
    int ordinal = overloads(owner, method.getSimpleName()).indexOf(method);
    return new Key(owner.getQualifiedName().toString(), method.getSimpleName().toString(), ordinal);
  }

  /** Class and method as users name them: {@code Net.forward}. */
  String displayName() {
    return owner.getSimpleName() + "." + method.getSimpleName();
  }

  /** The method's source in the shadow compilation. */
  MethodSource source(Shadow shadow) {
    TreePath path =
        shadow
            .find(owner)
            .flatMap(o -> method(o, key()))
            .map(m -> shadow.trees().getPath(m))
            .orElseThrow(() -> new Deferred("its source is not there"));
    return new MethodSource(shadow, path, method);
  }

  private static Optional<ExecutableElement> method(TypeElement owner, Key key) {
    List<ExecutableElement> overloads =
        ElementFilter.methodsIn(owner.getEnclosedElements()).stream()
            .filter(m -> m.getSimpleName().contentEquals(key.method()))
            .toList();
    return key.ordinal() < overloads.size()
        ? Optional.of(overloads.get(key.ordinal()))
        : Optional.empty();
  }

  private static List<ExecutableElement> overloads(TypeElement owner, Name name) {
    return ElementFilter.methodsIn(owner.getEnclosedElements()).stream()
        .filter(m -> m.getSimpleName().equals(name))
        .toList();
  }
}
