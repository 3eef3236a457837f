/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.sweepgen;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.WildcardTypeName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/** Types given as text, every name in full, as the writer of Java wants them. */
final class TypeNames {
  private final Elements elements;
  private final Map<String, TypeName> known = new HashMap<>();
  private boolean usesRaw;

  TypeNames(Elements elements) {
    this.elements = elements;
  }

  TypeName of(String text) {
    TypeName seen = known.get(text);
    if (seen == null) {
      seen = read(text);
      known.put(text, seen);
    }
    return seen;
  }

  private TypeName read(String text) {
    if (text.endsWith("[]")) {
      return ArrayTypeName.of(of(text.substring(0, text.length() - 2)));
    }
    if (text.startsWith("? extends ")) {
      return WildcardTypeName.subtypeOf(of(text.substring("? extends ".length())));
    }
    if (text.startsWith("? super ")) {
      return WildcardTypeName.supertypeOf(of(text.substring("? super ".length())));
    }
    int open = text.indexOf('<');
    if (open >= 0) {
      List<TypeName> arguments =
          split(text.substring(open + 1, text.length() - 1)).stream().map(this::of).toList();
      return ParameterizedTypeName.get(
          named(text.substring(0, open)), arguments.toArray(new TypeName[0]));
    }
    TypeElement element = elements.getTypeElement(text);
    usesRaw |= element != null && !element.getTypeParameters().isEmpty();
    return switch (text) {
      case "?" -> WildcardTypeName.subtypeOf(Object.class);
      case "void" -> TypeName.VOID;
      case "boolean" -> TypeName.BOOLEAN;
      case "byte" -> TypeName.BYTE;
      case "short" -> TypeName.SHORT;
      case "int" -> TypeName.INT;
      case "long" -> TypeName.LONG;
      case "char" -> TypeName.CHAR;
      case "float" -> TypeName.FLOAT;
      case "double" -> TypeName.DOUBLE;
      default -> named(text);
    };
  }

  /** Whether a generic class was written without its arguments. */
  boolean usesRaw() {
    return usesRaw;
  }

  private ClassName named(String name) {
    return Optional.ofNullable(elements.getTypeElement(name))
        .map((TypeElement element) -> ClassName.get(element))
        .orElseGet(() -> guessed(name));
  }

  /** A class that is yet to be generated. */
  private static ClassName guessed(String name) {
    int dot = name.lastIndexOf('.');
    return ClassName.get(dot < 0 ? "" : name.substring(0, dot), name.substring(dot + 1));
  }

  private static List<String> split(String arguments) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < arguments.length(); i++) {
      char c = arguments.charAt(i);
      depth += c == '<' ? 1 : c == '>' ? -1 : 0;
      if (c == ',' && depth == 0) {
        parts.add(arguments.substring(start, i).strip());
        start = i + 1;
      }
    }
    parts.add(arguments.substring(start).strip());
    return parts;
  }
}
