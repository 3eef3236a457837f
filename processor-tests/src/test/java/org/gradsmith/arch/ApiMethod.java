/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.arch;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.gradsmith.annotation.Op;
import org.gradsmith.tensor.Tensor;

/**
 * A method of the API that stands for a row of the op table.
 *
 * @param method the method
 * @param row the row's name, as the method gives it
 */
public record ApiMethod(Method method, String row) {
  /** All of them, in alphabetical order. What is not public is called by the library alone. */
  public static List<ApiMethod> all() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.gradsmith.tensor", "org.gradsmith.nn")
            .stream()
            .flatMap(type -> type.getMethods().stream())
            .filter(method -> method.isAnnotatedWith(Op.class))
            .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
            .map(method ->
                new ApiMethod(method.reflect(), method.getAnnotationOfType(Op.class).value()))
            .sorted(Comparator.comparing(ApiMethod::toString))
            .toList();
  }

  /** Whether the tensor it is called on is an operand. */
  public boolean hasReceiver() {
    return !Modifier.isStatic(method.getModifiers());
  }

  /** The types of the parameters that are no tensors. */
  public List<Class<?>> attributes() {
    return Arrays.stream(method.getParameterTypes()).filter(type -> !isTensors(type)).toList();
  }

  /** Whether a parameter takes tensors, alone or in a list. */
  public static boolean isTensors(Class<?> type) {
    return type == Tensor.class || type == Tensor[].class || type == List.class;
  }

  @Override
  public String toString() {
    String parameters =
        String.join(
            ", ", Arrays.stream(method.getParameterTypes()).map(Class::getSimpleName).toList());
    return "%s(%s) of %s"
        .formatted(method.getName(), parameters, method.getDeclaringClass().getSimpleName());
  }
}
