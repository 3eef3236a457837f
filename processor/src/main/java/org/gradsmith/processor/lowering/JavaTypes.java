/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import java.util.List;
import java.util.stream.Collectors;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.IntersectionType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import javax.lang.model.type.WildcardType;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.frontend.Api;

/** Types as generated code writes them, and what differentiation does with their values. */
public final class JavaTypes {
  private JavaTypes() {}

  /** What differentiation does with values of a type. */
  public static Variable.Kind kind(TypeMirror type) {
    if (isReal(type)) {
      return Variable.Kind.REAL;
    }
    if (Api.isTensor(type)) {
      return Variable.Kind.TENSOR;
    }
    return type instanceof ArrayType array
            && array.getComponentType().getKind().isPrimitive()
            && isReal(array.getComponentType())
        ? Variable.Kind.ARRAY
        : Variable.Kind.PASSIVE;
  }

  /** Whether a type is {@code double}, {@code float}, or one of their boxes. */
  public static boolean isReal(TypeMirror type) {
    return type.getKind() == TypeKind.DOUBLE
        || type.getKind() == TypeKind.FLOAT
        || isNamed(type, "java.lang.Double")
        || isNamed(type, "java.lang.Float");
  }

  /** Whether values of a type are flags or integers, which no derivative flows through. */
  static boolean isDiscrete(TypeMirror type) {
    return type.getKind().isPrimitive() && !isReal(type);
  }

  static boolean isNamed(TypeMirror type, String name) {
    return type instanceof DeclaredType declared
        && declared.asElement() instanceof TypeElement element
        && element.getQualifiedName().contentEquals(name);
  }

  /** The type in Java, every name in full; boxes of real numbers are unboxed. */
  public static String text(TypeMirror type) {
    if (isNamed(type, "java.lang.Double")) {
      return "double";
    }
    return isNamed(type, "java.lang.Float") ? "float" : argument(type);
  }

  /** The type in Java, without packages. */
  public static String simpleText(TypeMirror type) {
    return text(type).replaceAll("([a-z0-9_]+\\.)+", "");
  }

  /** Whether a type is that of tensors, or of what holds tensors. */
  static boolean holdsTensors(TypeMirror type) {
    return Tensors.holdsTensors(type);
  }

  /** A value without the gradients of its tensors. */
  static Code constant(Code value) {
    return Code.builder()
        .type("org.gradsmith.compiled.flow.Constants")
        .text(".of(")
        .code(value)
        .text(")")
        .impure()
        .build();
  }

  /** Whether a type holds tensors or real numbers, in whatever form. */
  public static boolean holdsGradients(TypeMirror type) {
    return kind(type) != Variable.Kind.PASSIVE
        || Tensors.holdsTensors(type)
        || text(type)
            .matches("(.*\\W)?(double|java\\.lang\\.Double|float|java\\.lang\\.Float)(\\W.*)?");
  }

  /** The type in Java, every name in full. */
  static String boxedText(TypeMirror type) {
    return argument(type);
  }

  private static String argument(TypeMirror type) {
    return switch (type) {
      case ArrayType array -> argument(array.getComponentType()) + "[]";
      case DeclaredType declared -> declared(declared);
      case TypeVariable variable -> argument(variable.getUpperBound());
      case IntersectionType intersection -> argument(intersection.getBounds().getFirst());
      case WildcardType wildcard -> wildcard(wildcard);
      default ->
          type.getKind() == TypeKind.NULL
              ? "java.lang.Object"
              : type.getKind().name().toLowerCase(java.util.Locale.ROOT);
    };
  }

  private static String declared(DeclaredType type) {
    TypeElement element = (TypeElement) type.asElement();
    if (element.getQualifiedName().isEmpty()) { // anonymous
      List<? extends TypeMirror> interfaces = element.getInterfaces();
      return argument(interfaces.isEmpty() ? element.getSuperclass() : interfaces.getFirst());
    }
    String name = element.getQualifiedName().toString();
    boolean raw = type.getTypeArguments().stream().anyMatch(JavaTypes::mentionsVariables);
    return raw || type.getTypeArguments().isEmpty() || element.getKind() == ElementKind.ENUM
        ? name
        : name
            + type.getTypeArguments().stream()
                .map(JavaTypes::argument)
                .collect(Collectors.joining(", ", "<", ">"));
  }

  /**
   * Whether a type depends on a type variable, which has no name in generated code: as an argument
   * of another type it makes that type raw there.
   */
  static boolean mentionsVariables(TypeMirror type) {
    return switch (type) {
      case TypeVariable _ -> true;
      case ArrayType array -> mentionsVariables(array.getComponentType());
      case DeclaredType declared ->
          declared.getTypeArguments().stream().anyMatch(JavaTypes::mentionsVariables);
      case WildcardType wildcard ->
          (wildcard.getExtendsBound() != null && mentionsVariables(wildcard.getExtendsBound()))
              || (wildcard.getSuperBound() != null && mentionsVariables(wildcard.getSuperBound()));
      default -> false;
    };
  }

  private static String wildcard(WildcardType type) {
    if (type.getExtendsBound() != null) {
      return "? extends " + argument(type.getExtendsBound());
    }
    return type.getSuperBound() == null ? "?" : "? super " + argument(type.getSuperBound());
  }
}
