/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import java.util.HashSet;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.IntersectionType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import javax.lang.model.type.WildcardType;

/**
 * Types whose values hold real numbers: boxes, records with such components, sealed families of
 * records, arrays and collections of them.
 */
final class HeldNumbers {
  private static final Set<String> STEERING =
      Set.of(
          "java.lang.Integer",
          "java.lang.Long",
          "java.lang.Short",
          "java.lang.Byte",
          "java.lang.Character",
          "java.lang.Boolean");

  private static final Set<String> TEXTS =
      Set.of(
          "java.lang.String",
          "java.lang.CharSequence",
          "java.lang.StringBuilder",
          "java.lang.StringBuffer");

  private HeldNumbers() {}

  /** Whether values of a type hold real numbers. */
  static boolean in(TypeMirror type) {
    return in(type, new HashSet<>());
  }

  private static boolean in(TypeMirror type, Set<Element> seen) {
    return JavaTypes.isReal(type)
        || switch (type) {
          case ArrayType array -> in(array.getComponentType(), seen);
          case TypeVariable variable ->
              seen.add(variable.asElement()) && in(variable.getUpperBound(), seen);
          case IntersectionType all -> all.getBounds().stream().anyMatch(t -> in(t, seen));
          case WildcardType wildcard ->
              (wildcard.getExtendsBound() != null && in(wildcard.getExtendsBound(), seen))
                  || (wildcard.getSuperBound() != null && in(wildcard.getSuperBound(), seen));
          case DeclaredType declared ->
              declared.getTypeArguments().stream().anyMatch(t -> in(t, seen))
                  || isHolder((TypeElement) declared.asElement(), seen);
          default -> false;
        };
  }

  private static boolean isHolder(TypeElement type, Set<Element> seen) {
    return seen.add(type)
        && (type.getRecordComponents().stream().anyMatch(c -> in(c.asType(), seen))
            || type.getPermittedSubclasses().stream().anyMatch(t -> in(t, seen)));
  }

  /** Whether values of a type are flags, integers or names, which choose and count. */
  static boolean steers(TypeMirror type) {
    return JavaTypes.isDiscrete(type)
        || (type instanceof DeclaredType declared
            && declared.asElement() instanceof TypeElement element
            && (element.getKind() == ElementKind.ENUM
                || STEERING.contains(element.getQualifiedName().toString())));
  }

  /** Whether values of a type are texts, which people read. */
  static boolean isText(TypeMirror type) {
    return TEXTS.stream().anyMatch(name -> JavaTypes.isNamed(type, name));
  }
}
