/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import java.util.List;
import java.util.stream.Collectors;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import org.gradsmith.processor.frontend.Api;

/**
 * Names of generated classes: that of the method's class, two underscores, the method's name, and
 * for one of several overloads the simple names of its parameters' types.
 */
public final class SweepNames {
  private SweepNames() {}

  /** The simple name of the class generated for a method. */
  public static String simple(ExecutableElement method, Elements elements) {
    TypeElement owner = Api.owner(method);
    String packageName = elements.getPackageOf(owner).getQualifiedName().toString();
    String binary = elements.getBinaryName(owner).toString();
    String className = packageName.isEmpty() ? binary : binary.substring(packageName.length() + 1);
    List<ExecutableElement> overloads =
        ElementFilter.methodsIn(owner.getEnclosedElements()).stream()
            .filter(m -> m.getSimpleName().equals(method.getSimpleName()))
            .toList();
    String name = className + "__" + method.getSimpleName();
    return overloads.size() < 2
        ? name
        : name
            + method.getParameters().stream()
                .map(p -> "_" + simple(JavaTypes.text(p.asType())))
                .collect(Collectors.joining());
  }

  private static String simple(String type) {
    String raw =
        type.contains("<")
            ? type.substring(0, type.indexOf('<')) + type.substring(type.lastIndexOf('>') + 1)
            : type;
    return raw.substring(raw.lastIndexOf('.') + 1).replace("[]", "s");
  }

  /** The full name of the class generated for a method. */
  public static String canonical(ExecutableElement method, Elements elements) {
    String packageName = elements.getPackageOf(Api.owner(method)).getQualifiedName().toString();
    String simple = simple(method, elements);
    return packageName.isEmpty() ? simple : packageName + "." + simple;
  }
}
