/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import java.util.stream.Collectors;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/** Descriptors of methods, as class files have them. */
public final class Descriptors {
  private Descriptors() {}

  /** The descriptor of a method or constructor. */
  public static String of(ExecutableElement method, Elements elements, Types types) {
    return method.getParameters().stream()
        .map(VariableElement::asType)
        .map(t -> of(t, elements, types))
        .collect(Collectors.joining("", "(", ")" + of(method.getReturnType(), elements, types)));
  }

  private static String of(TypeMirror type, Elements elements, Types types) {
    return switch (type.getKind()) {
      case BOOLEAN -> "Z";
      case BYTE -> "B";
      case SHORT -> "S";
      case CHAR -> "C";
      case INT -> "I";
      case LONG -> "J";
      case FLOAT -> "F";
      case DOUBLE -> "D";
      case VOID, NONE -> "V";
      case ARRAY -> "[" + of(((ArrayType) type).getComponentType(), elements, types);
      default -> reference(types.erasure(type), elements);
    };
  }

  private static String reference(TypeMirror erased, Elements elements) {
    if (erased.getKind() == TypeKind.DECLARED
        && ((DeclaredType) erased).asElement() instanceof TypeElement e) {
      return "L" + elements.getBinaryName(e).toString().replace('.', '/') + ";";
    }
    throw new Deferred("the type " + erased + " is not known");
  }
}
