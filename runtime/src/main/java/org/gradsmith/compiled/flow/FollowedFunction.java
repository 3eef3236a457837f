/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled.flow;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Function;
import org.gradsmith.compiled.CompiledException;
import org.jspecify.annotations.Nullable;

/**
 * What is behind an object that stands for a function in a call.
 *
 * @param sweep begins a call of the method behind it
 * @param before how many adjoints of arguments come before those of a call's own arguments
 * @param passed what each call is given before its own arguments
 */
@SuppressWarnings("ArrayRecordComponent") // made once, by generated code, and never compared
record FollowedFunction(
    Function<Flow, ? extends MethodRun> sweep, int before, @Nullable Object[] passed) {

  /** An object of a functional interface that has nothing but its identity. */
  static <F> F object(Class<? super F> type) {
    @SuppressWarnings("unchecked") // the proxy implements the one interface there is
    F object = (F) Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, CALLED);
    return object;
  }

  private static final InvocationHandler CALLED = FollowedFunction::called;

  @SuppressWarnings("ReferenceEquality") // an object that has nothing but its identity
  private static @Nullable Object called(
      Object function, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return switch (method.getName()) {
        case "equals" -> arguments != null && function == arguments[0];
        case "hashCode" -> System.identityHashCode(function);
        default -> "a function of a @Differentiable method";
      };
    }
    if (method.isDefault()) {
      return InvocationHandler.invokeDefault(function, method, arguments);
    }
    throw new CompiledException(
        "a function that a @Differentiable method made was called by code that is not followed, where its derivative would be lost; annotate the caller with @Differentiable");
  }

  /** The arguments of the method behind the function. */
  @Nullable Object[] all(Flow flow, boolean rereads, @Nullable Object[] arguments) {
    @Nullable Object[] all = new @Nullable Object[passed.length + arguments.length];
    System.arraycopy(passed, 0, all, 0, passed.length);
    System.arraycopy(arguments, 0, all, passed.length, arguments.length);
    for (int i = 0; rereads && i < all.length; i++) {
      all[i] =
          switch (all[i]) {
            case double[] array -> flow.unchanging(array);
            case float[] array -> flow.unchanging(array);
            case null, default -> all[i];
          };
    }
    return all;
  }
}
