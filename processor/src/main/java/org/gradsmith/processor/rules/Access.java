/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.rules;

import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/** What a generated class in the package of the derivative can call. */
record Access(Elements elements, Types types) {
  /** Fails unless a method can be called from the package of another element, by its class. */
  void require(ExecutableElement method, Element from) throws Unfit {
    boolean samePackage = elements.getPackageOf(method).equals(elements.getPackageOf(from));
    for (Element next = method;
        next instanceof ExecutableElement || next instanceof TypeElement;
        next = next.getEnclosingElement()) {
      Set<Modifier> modifiers = next.getModifiers();
      boolean isInInterface =
          next.getEnclosingElement() instanceof TypeElement type && type.getKind().isInterface();
      boolean isOpen =
          modifiers.contains(Modifier.PUBLIC)
              || isInInterface
              || (samePackage && !modifiers.contains(Modifier.PRIVATE));
      if (!isOpen) {
        throw new Unfit(
            "'%s' is out of reach for the generated class".formatted(next.getSimpleName()),
            "Make it %s.".formatted(samePackage ? "package-private" : "public"));
      }
    }
  }

  /** Fails if a method throws what has to be declared. */
  void requireNoExceptions(ExecutableElement method) throws Unfit {
    for (TypeMirror thrown : method.getThrownTypes()) {
      if (!isUnchecked(thrown)) {
        throw new Unfit(
            "'%s' throws the checked '%s', which a sweep cannot"
                .formatted(method.getSimpleName(), thrown),
            "Catch it in a method of your own, and write the derivative of that.");
      }
    }
  }

  private boolean isUnchecked(TypeMirror thrown) {
    return types.isSubtype(thrown, elements.getTypeElement("java.lang.RuntimeException").asType())
        || types.isSubtype(thrown, elements.getTypeElement("java.lang.Error").asType());
  }
}
