/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Optional;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.compiled.CompiledException;
import org.gradsmith.compiled.Mode;

/**
 * Calls of modules with several inputs, for which the processor generates no code: they run
 * eagerly, and where that is not what was asked for, the call says so.
 */
final class EagerOnly {
  private static final String FORWARD = "forward";

  private static final ClassValue<Optional<Method>> DECLARATIONS =
      new ClassValue<>() {
        @Override
        protected Optional<Method> computeValue(Class<?> type) {
          return findForward(type);
        }
      };

  private EagerOnly() {}

  /** Fails unless the mode allows that the module's forward runs eagerly. */
  static void check(Module module) {
    Mode mode = Mode.current();
    if (mode == Mode.OFF) {
      return;
    }
    boolean annotated =
        DECLARATIONS
            .get(module.getClass())
            .filter(forward -> forward.isAnnotationPresent(Differentiable.class))
            .isPresent();
    if (annotated || mode == Mode.REQUIRE) {
      throw new CompiledException(
          "%s.%s has several inputs, for which no code is generated, but %s; put its inputs into one"
                  .formatted(
                      module.getClass().getName(),
                      FORWARD,
                      annotated
                          ? "it is annotated @Differentiable"
                          : "-D%s=require asks for generated code everywhere"
                              .formatted(Mode.PROPERTY))
              + " tensor, or run it with -D%s=off".formatted(Mode.PROPERTY));
    }
  }

  private static Optional<Method> findForward(Class<?> type) {
    for (Class<?> each = type; each != Module.class; each = each.getSuperclass()) {
      Optional<Method> own =
          Arrays.stream(each.getDeclaredMethods())
              .filter(method -> method.getName().equals(FORWARD) && !method.isBridge())
              .filter(method -> !Modifier.isAbstract(method.getModifiers()))
              .findFirst();
      if (own.isPresent()) {
        return own;
      }
    }
    return Optional.empty();
  }
}
