/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import org.gradsmith.processor.frontend.Api;
import org.gradsmith.processor.lowering.JavaTypes;

/**
 * Writes a test for each class with annotated methods, in the class's package:
 *
 * <pre>
 * final class RosenbrockGradientTest {
 *   &#64;Test
 *   void value() {
 *     GradientCheck.of(Gradients.of(Rosenbrock::value), 0.7, 0.9);
 *   }
 * }
 * </pre>
 */
public final class GradientTests {
  private final Elements elements;
  private final Path folder;

  public GradientTests(Elements elements, String folder) {
    this.elements = elements;
    this.folder = Path.of(folder);
  }

  /** Writes the tests of methods, in their order. */
  public void write(List<ExecutableElement> methods) {
    Map<TypeElement, List<ExecutableElement>> byClass = new LinkedHashMap<>();
    methods.forEach(m -> byClass.computeIfAbsent(Api.owner(m), _ -> new ArrayList<>()).add(m));
    byClass.forEach(this::write);
  }

  private void write(TypeElement owner, List<ExecutableElement> methods) {
    String packageName = elements.getPackageOf(owner).getQualifiedName().toString();
    String name = nested(owner).replace('.', '_') + "GradientTest";
    StringBuilder text = new StringBuilder();
    text.append("// Written by Gradsmith: gradients against differences of values.\n");
    if (!packageName.isEmpty()) {
      text.append("package %s;\n\n".formatted(packageName));
    }
    text.append("import org.gradsmith.compiled.GradientCheck;\n");
    text.append("import org.gradsmith.compiled.Gradients;\n");
    text.append("import org.junit.jupiter.api.Test;\n\n");
    text.append("final class %s {\n".formatted(name));
    text.append(methods.stream().map(m -> test(owner, m)).collect(Collectors.joining("\n")));
    text.append("}\n");
    Path file = folder.resolve(packageName.replace('.', '/')).resolve(name + ".java");
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The name of a class within its package. */
  private static String nested(TypeElement type) {
    return type.getEnclosingElement() instanceof TypeElement outer
        ? nested(outer) + "." + type.getSimpleName()
        : type.getSimpleName().toString();
  }

  private String test(TypeElement owner, ExecutableElement method) {
    List<String> arguments = new ArrayList<>();
    Optional<String> why = obstacle(owner, method, arguments);
    String name = method.getSimpleName().toString();
    return why.map(w -> "  // %s: %s\n".formatted(name, w))
        .orElseGet(() ->
            """
              @Test
              void %s() {
                GradientCheck.of(Gradients.of(%s::%s), %s);
              }
            """
                .formatted(name, nested(owner), name, String.join(", ", arguments)));
  }

  /** Why there is no test of a method; empty if its arguments have been found. */
  private Optional<String> obstacle(
      TypeElement owner, ExecutableElement method, List<String> arguments) {
    boolean isOverloaded =
        ElementFilter.methodsIn(owner.getEnclosedElements()).stream()
                .filter(m -> m.getSimpleName().equals(method.getSimpleName()))
                .count()
            > 1;
    if (isOverloaded) {
      return Optional.of("a method reference does not say which overload it means");
    }
    if (method.getModifiers().contains(Modifier.PRIVATE)) {
      return Optional.of("it is private");
    }
    if (method.getReturnType().getKind() == TypeKind.VOID) {
      return Optional.of("it returns nothing");
    }
    if (!method.getModifiers().contains(Modifier.STATIC)) {
      if (!isMadeOfNothing(owner)) {
        return Optional.of("its object needs arguments");
      }
      arguments.add("new %s()%s".formatted(nested(owner), wide(owner)));
    }
    for (VariableElement parameter : method.getParameters()) {
      Optional<String> argument = argument(parameter, arguments.size());
      if (argument.isEmpty()) {
        return Optional.of("no argument can be made up for '%s'".formatted(parameter));
      }
      arguments.add(argument.get());
    }
    return arguments.isEmpty() || arguments.size() > 9
        ? Optional.of("it has %d parameters".formatted(arguments.size()))
        : Optional.empty();
  }

  /** Differences need numbers of 64 bits. */
  private static String wide(TypeElement owner) {
    return Api.isModule(owner) ? ".to(org.gradsmith.ir.DType.FLOAT64)" : "";
  }

  private static boolean isMadeOfNothing(TypeElement owner) {
    boolean isInner =
        owner.getEnclosingElement() instanceof TypeElement
            && !owner.getModifiers().contains(Modifier.STATIC);
    return !isInner
        && !owner.getModifiers().contains(Modifier.ABSTRACT)
        && ElementFilter.constructorsIn(owner.getEnclosedElements()).stream()
            .anyMatch(
                c -> c.getParameters().isEmpty() && !c.getModifiers().contains(Modifier.PRIVATE));
  }

  private static Optional<String> argument(VariableElement parameter, int index) {
    String number = "%d.%d".formatted(index / 5, 3 + index % 5);
    String type = JavaTypes.text(parameter.asType());
    return switch (type) {
      case "double" -> Optional.of(number);
      case "int", "long" -> Optional.of(type.equals("long") ? "2L" : "2");
      case "boolean" -> Optional.of("true");
      case "double[]" -> Optional.of("new double[] {0.4, 0.7, 1.1}");
      case "int[]" -> Optional.of("new int[] {0, 1, 2}");
      case Api.TENSOR -> Optional.of("GradientCheck.tensor(%s)".formatted(shape(parameter)));
      default -> Optional.empty();
    };
  }

  private static String shape(Element parameter) {
    return Api.shape(parameter)
        .filter(text -> !text.isBlank())
        .map(text ->
            List.of(text.split(",", -1)).stream()
                .map(String::strip)
                .map(size -> size.matches("\\d+") ? size : "2")
                .collect(Collectors.joining(", ")))
        .orElse("2, 3");
  }
}
