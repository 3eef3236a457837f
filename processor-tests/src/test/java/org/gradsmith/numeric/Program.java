/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.numeric;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.compiled.Gradients;
import org.jspecify.annotations.Nullable;

/**
 * A method in its two forms.
 *
 * @param compiled the derivatives that were generated for it
 * @param plain the method itself, as javac compiled it
 * @param isSecondOrder whether products with its Hessian were asked for
 */
record Program(Gradients compiled, Plain plain, boolean isSecondOrder) {
  /** A method, given its arguments boxed. */
  @FunctionalInterface
  interface Plain {
    @Nullable Object call(@Nullable Object... arguments);
  }

  /** The program of a method reference. */
  static Program of(Serializable reference, Gradients compiled, Plain plain) {
    return new Program(compiled, plain, order(reference) > 1);
  }

  private static int order(Serializable reference) {
    try {
      Method replace = reference.getClass().getDeclaredMethod("writeReplace");
      replace.setAccessible(true);
      SerializedLambda lambda = (SerializedLambda) replace.invoke(reference);
      String owner = lambda.getImplClass().replace('/', '.');
      return Arrays.stream(Class.forName(owner).getDeclaredMethods())
          .filter(m -> m.getName().equals(lambda.getImplMethodName()))
          .mapToInt(m -> m.getAnnotation(Differentiable.class).order())
          .findFirst()
          .orElseThrow();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the method cannot be called", e);
    }
  }
}
