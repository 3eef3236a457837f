/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.io.Serializable;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.Optional;
import org.gradsmith.annotation.Differentiable;
import org.jspecify.annotations.Nullable;

/**
 * The method that a method reference names.
 *
 * @param method the method
 * @param receiver the object in {@code object::method}
 */
record MethodReference(Method method, Optional<Object> receiver) {
  /**
   * Reads a method reference.
   *
   * @throws CompiledException for a lambda, and for a method that is not annotated
   */
  static MethodReference of(Serializable function) {
    SerializedLambda lambda = serialized(function);
    String name = lambda.getImplMethodName();
    if (name.startsWith("lambda$")) {
      throw new CompiledException(
          "Gradients.of takes a method reference, such as Rosenbrock::value, and this is a lambda; write its body as a @Differentiable method");
    }
    ClassLoader loader = function.getClass().getClassLoader();
    try {
      Class<?> type = Class.forName(lambda.getImplClass().replace('/', '.'), false, loader);
      MethodType signature =
          MethodType.fromMethodDescriptorString(lambda.getImplMethodSignature(), loader);
      Method method = declared(type, name, signature.parameterArray());
      if (!method.isAnnotationPresent(Differentiable.class)) {
        throw new CompiledException(
            "%s.%s is not annotated @Differentiable".formatted(type.getName(), name));
      }
      return new MethodReference(
          method,
          lambda.getCapturedArgCount() == 0
              ? Optional.empty()
              : Optional.of(lambda.getCapturedArg(0)));
    } catch (ReflectiveOperationException e) {
      throw new CompiledException("the method " + name + " cannot be found", e);
    }
  }

  /** Class and method as users name them. */
  static String nameOf(Method method) {
    return method.getDeclaringClass().getSimpleName() + "." + method.getName();
  }

  private static Method declared(Class<?> start, String name, Class<?>[] parameters)
      throws NoSuchMethodException {
    for (Class<?> type = start; type != null; type = type.getSuperclass()) {
      try {
        return type.getDeclaredMethod(name, parameters);
      } catch (NoSuchMethodException _) {
        // a superclass may declare it
      }
    }
    return start.getMethod(name, parameters);
  }

  private static SerializedLambda serialized(Serializable function) {
    Class<?> type = function.getClass();
    try {
      Method replace = type.getDeclaredMethod("writeReplace");
      replace.setAccessible(true);
      if (replace.invoke(function) instanceof SerializedLambda lambda) {
        return lambda;
      }
    } catch (InaccessibleObjectException e) {
      throw new CompiledException(
          "which method the reference names cannot be read: add 'opens %s to org.gradsmith.runtime;' to the module-info of %s"
              .formatted(type.getPackageName(), type.getModule().getName()),
          e);
    } catch (ReflectiveOperationException e) {
      throw notAReference(type, e);
    }
    throw notAReference(type, null);
  }

  private static CompiledException notAReference(Class<?> type, @Nullable Throwable cause) {
    return new CompiledException(
        "Gradients.of takes a method reference, such as Rosenbrock::value, and this is an object of "
            + type.getName(),
        cause);
  }
}
