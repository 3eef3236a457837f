/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gradsmith.compiled.flow.Flow;
import org.gradsmith.compiled.flow.MethodRun;
import org.gradsmith.compiled.flow.Sweep;

/** Finds the class that was generated for a method, by name. */
final class SweepClasses {
  private static final String TANGENT = "__jvp";
  private static final String SECOND = "__hvp";
  private static final ClassValue<MethodHandle> CONSTRUCTORS =
      new ClassValue<>() {
        @Override
        protected MethodHandle computeValue(Class<?> type) {
          try {
            return MethodHandles.privateLookupIn(type, MethodHandles.lookup())
                .findConstructor(type, MethodType.methodType(void.class, Flow.class))
                .asType(MethodType.methodType(MethodRun.class, Flow.class));
          } catch (ReflectiveOperationException e) {
            throw new CompiledException(
                "the generated class %s is out of reach: the module %s has to open the package %s to org.gradsmith.runtime"
                    .formatted(type.getName(), type.getModule().getName(), type.getPackageName()),
                e);
          }
        }
      };

  private SweepClasses() {}

  /**
   * The class generated for a method: the name of its class, two underscores, the method's name,
   * and for one of several overloads the simple names of its parameters' types.
   */
  static String nameOf(Method method) {
    List<Method> overloads =
        Arrays.stream(method.getDeclaringClass().getDeclaredMethods())
            .filter(m -> m.getName().equals(method.getName()) && !m.isSynthetic())
            .toList();
    String name = method.getDeclaringClass().getName() + "__" + method.getName();
    return overloads.size() < 2
        ? name
        : name
            + Arrays.stream(method.getParameterTypes())
                .map(t -> "_" + t.getSimpleName().replace("[]", "s"))
                .collect(Collectors.joining());
  }

  /** A record of a call that is about to be made. */
  static <R extends MethodRun> R begin(Class<R> type, Flow flow) {
    try {
      return type.cast((MethodRun) CONSTRUCTORS.get(type).invokeExact(flow));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new CompiledException("the generated class " + type.getName() + " cannot be used", e);
    }
  }

  /**
   * The {@code forward} of so many parameters that objects of a class run.
   *
   * @throws CompiledException if there is none
   */
  static Method forwardOf(Class<?> type, int parameters) {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      for (Method method : each.getDeclaredMethods()) {
        if (method.getName().equals("forward")
            && method.getParameterCount() == parameters
            && !method.isBridge()
            && !Modifier.isAbstract(method.getModifiers())) {
          return method;
        }
      }
    }
    throw new CompiledException(
        "%s has no method 'forward' of %d parameters".formatted(type.getName(), parameters));
  }

  /** The class generated for a method, if there is one. */
  static Optional<Class<? extends Sweep>> lookUp(Method method) {
    try {
      return Optional.of(
          Class.forName(nameOf(method), true, method.getDeclaringClass().getClassLoader())
              .asSubclass(Sweep.class));
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Fails, and says why, unless there is a generated class for a method. */
  static void require(Method method) {
    Class<? extends Sweep> found = find(method);
    assert found != null : method;
  }

  /** The class generated for a method, which is annotated. */
  static Class<? extends Sweep> find(Method method) {
    if (lookUp(method).isEmpty() && ForwardSweep.fits(method)) {
      return ForwardSweep.class;
    }
    return find(
        method, "", Sweep.class, "Gradients need @Differentiable(modes = Mode.REVERSE) on it.");
  }

  /** The class generated for a method that computes its value and tangent. */
  static Class<? extends MethodRun> findTangent(Method method) {
    return find(
        method,
        TANGENT,
        MethodRun.class,
        "Derivatives in a direction need @Differentiable(modes = {Mode.REVERSE, Mode.FORWARD}), which is the default, on it and on the methods of other compilations that it calls.");
  }

  /** The class generated for a method that computes products with its Hessian. */
  static Class<? extends Sweep> findSecond(Method method) {
    return find(
        method,
        SECOND,
        Sweep.class,
        "Second derivatives need @Differentiable(order = 2) on it and on the methods of other compilations that it calls.");
  }

  /** Whether there is a generated class of any kind for a method. */
  static boolean isCompiled(Method method) {
    return Stream.of("", TANGENT, SECOND)
        .anyMatch(suffix -> {
          try {
            Class.forName(
                nameOf(method) + suffix, false, method.getDeclaringClass().getClassLoader());
            return true;
          } catch (ClassNotFoundException e) {
            return false;
          }
        });
  }

  private static <R> Class<? extends R> find(
      Method method, String suffix, Class<R> type, String remedy) {
    String name = nameOf(method) + suffix;
    try {
      Class<? extends R> found =
          Class.forName(name, true, method.getDeclaringClass().getClassLoader()).asSubclass(type);
      Optional<String> stale = SweepDigests.staleness(found);
      if (stale.isPresent()) {
        throw new CompiledException(
            "%s.%s cannot be differentiated: %s%n%s"
                .formatted(
                    method.getDeclaringClass().getName(),
                    method.getName(),
                    stale.get(),
                    BuildLines.text()));
      }
      return found;
    } catch (ClassNotFoundException e) {
      throw new CompiledException(
          "%s.%s has no generated class %s: %s"
              .formatted(
                  method.getDeclaringClass().getName(),
                  method.getName(),
                  name,
                  isCompiled(method)
                      ? remedy
                      : "the Gradsmith processor did not run when it was compiled, or refused it.%n%s"
                          .formatted(BuildLines.text())),
          e);
    } catch (LinkageError e) {
      throw new CompiledException("the generated class " + name + " does not load: " + e, e);
    }
  }
}
