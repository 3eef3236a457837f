/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.compiled.Companion.Fresh;
import org.gradsmith.compiled.Companion.State;
import org.gradsmith.compiled.Companion.Unusable;
import org.gradsmith.compiled.flow.Sweep;
import org.gradsmith.digest.MethodDigest;
import org.gradsmith.tensor.Tensor;

/** Finds the generated class of a class by its name, once, and says whether it fits. */
public final class Companions {
  /** Follows the binary name of a class in the name of its companion. */
  public static final String SUFFIX = "__AD";

  private static final String METHOD = "forward";
  private static final System.Logger LOG = System.getLogger(Companions.class.getName());
  private static final Set<Class<?>> WARNED = ConcurrentHashMap.newKeySet();

  private static final ClassValue<Declaration> DECLARATIONS =
      new ClassValue<>() {
        @Override
        protected Declaration computeValue(Class<?> type) {
          return findDeclaration(type);
        }
      };

  private static final ClassValue<Companion> COMPANIONS =
      new ClassValue<>() {
        @Override
        protected Companion computeValue(Class<?> type) {
          return load(type);
        }
      };

  private Companions() {}

  /**
   * Where the {@code forward} that a module runs is written.
   *
   * @param declaringClass the class whose body it is
   * @param annotated whether it is {@code @Differentiable}
   */
  public record Declaration(Class<?> declaringClass, boolean annotated) {}

  /** Where the {@code Tensor forward(Tensor)} of a class is written: there or in a superclass. */
  public static Declaration declarationOf(Class<?> moduleClass) {
    return DECLARATIONS.get(moduleClass);
  }

  /**
   * Whether the companion of a callee is the one that was inlined into a caller. If not, says so
   * once; where compiled code is required, that is an error.
   *
   * @param callee the class that declares the callee's {@code forward}
   * @param hash the {@link CompiledForward#irHash} that the caller was generated with
   */
  public static boolean sameHash(Class<?> callee, String hash) {
    Companion companion = of(callee);
    if (companion instanceof Fresh fresh && fresh.forward().irHash().equals(hash)) {
      return true;
    }
    String what =
        "%s.%s is not the one that was inlined into generated code; compile the classes that use it again"
            .formatted(callee.getName(), METHOD);
    if (Mode.current() == Mode.REQUIRE) {
      throw new CompiledException(what);
    }
    if (WARNED.add(callee)) {
      LOG.log(Level.WARNING, what + ". Until then it is called instead, which is slower");
    }
    return false;
  }

  static Companion of(Class<?> declaringClass) {
    return COMPANIONS.get(declaringClass);
  }

  private static Declaration findDeclaration(Class<?> moduleClass) {
    for (Class<?> type = moduleClass; type != null; type = type.getSuperclass()) {
      Optional<Method> forward = forwardIn(type);
      if (forward.isPresent()) {
        return new Declaration(type, forward.get().isAnnotationPresent(Differentiable.class));
      }
    }
    throw new CompiledException(
        "%s has no method 'Tensor %s(Tensor)', nor has a superclass"
            .formatted(moduleClass.getName(), METHOD));
  }

  private static Optional<Method> forwardIn(Class<?> type) {
    try {
      Method method = type.getDeclaredMethod(METHOD, Tensor.class);
      boolean fits =
          method.getReturnType() == Tensor.class
              && !java.lang.reflect.Modifier.isAbstract(method.getModifiers());
      return fits ? Optional.of(method) : Optional.empty();
    } catch (NoSuchMethodException e) {
      return Optional.empty();
    }
  }

  private static Companion load(Class<?> type) {
    String name = type.getName() + SUFFIX;
    Class<?> generated;
    try {
      generated = Class.forName(name, true, type.getClassLoader());
    } catch (ClassNotFoundException e) {
      Optional<Method> forward = forwardIn(type);
      return forward
          .flatMap(SweepClasses::lookUp)
          .map(Companions::structured)
          .orElseGet(() -> missing(type, e));
    } catch (LinkageError e) {
      return new Unusable(State.FAILED, "its generated class " + name + " does not load: " + e, e);
    }
    try {
      return check(type, name, (CompiledForward<?>) instance(generated));
    } catch (IllegalAccessException e) {
      return new Unusable(
          State.FAILED,
          "its generated class %s is out of reach: the module %s has to open the package %s to org.gradsmith.runtime"
              .formatted(name, generated.getModule().getName(), generated.getPackageName()),
          e);
    } catch (Throwable e) {
      return new Unusable(State.FAILED, "its generated class " + name + " cannot be used: " + e, e);
    }
  }

  private static Companion structured(Class<? extends Sweep> sweep) {
    return SweepDigests.staleness(sweep)
        .<Companion>map(reason -> new Unusable(State.STALE, reason, null))
        .orElseGet(() -> new Companion.Structured(sweep));
  }

  /** A new companion; a named module that exports the package need not open it as well. */
  private static Object instance(Class<?> generated) throws Throwable {
    try {
      return MethodHandles.privateLookupIn(generated, MethodHandles.lookup())
          .findConstructor(generated, MethodType.methodType(void.class))
          .invoke();
    } catch (IllegalAccessException e) {
      return generated.getConstructor().newInstance();
    }
  }

  /** No generated class: either the processor left word that it failed, or it did not run. */
  private static Companion missing(Class<?> type, ClassNotFoundException notFound) {
    return resource(type, simpleName(type) + SUFFIX + ".failed")
        .<Companion>map(reason ->
            new Unusable(
                State.FAILED,
                "the processor failed on it: " + new String(reason, StandardCharsets.UTF_8).strip(),
                null))
        .orElseGet(() ->
            new Unusable(
                State.MISSING,
                "its generated class %s%s is missing: the Gradsmith processor did not run when %s was compiled"
                    .formatted(type.getName(), SUFFIX, type.getName()),
                notFound));
  }

  private static Companion check(Class<?> type, String name, CompiledForward<?> forward) {
    int level = forward.apiLevel();
    if (level != ApiLevel.current()) {
      return new Unusable(
          State.STALE,
          "its generated class %s was made for API level %d of the Gradsmith runtime, and this runtime has level %d"
              .formatted(name, level, ApiLevel.current()),
          null);
    }
    List<String> digest = digest(type);
    if (!digest.isEmpty() && isStale(type, digest.getFirst())) {
      return new Unusable(
          State.STALE,
          "its generated class %s is stale: it was generated from another version of the method, and the Gradsmith processor did not run when %s was compiled last"
              .formatted(name, type.getName()),
          null);
    }
    Optional<String> changed =
        digest.stream()
            .skip(1)
            .map(function -> SweepDigests.changed(name, function, type.getClassLoader()))
            .flatMap(Optional::stream)
            .findFirst();
    if (changed.isPresent()) {
      return new Unusable(State.STALE, changed.get(), null);
    }
    return new Fresh(
        type.getName() + "." + METHOD,
        forward,
        new SourceLines(name, forward.sourceFile(), forward.lines()));
  }

  /**
   * The digest of the method that a companion was generated from, and the functions in it, a line
   * each; nothing from a compiler that leaves no digest.
   */
  private static List<String> digest(Class<?> type) {
    return resource(type, simpleName(type) + SUFFIX + ".digest")
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8).lines().toList())
        .orElse(List.of());
  }

  /** A class without a file cannot be checked: not stale. */
  private static boolean isStale(Class<?> type, String expected) {
    Optional<String> actual =
        resource(type, simpleName(type) + ".class")
            .flatMap(bytes ->
                MethodDigest.of(
                    bytes,
                    METHOD,
                    MethodType.methodType(Tensor.class, Tensor.class).toMethodDescriptorString()));
    return actual.isPresent() && !actual.get().equals(expected);
  }

  private static String simpleName(Class<?> type) {
    return type.getName().substring(type.getName().lastIndexOf('.') + 1);
  }

  private static Optional<byte[]> resource(Class<?> type, String name) {
    try (InputStream stream = type.getResourceAsStream(name)) {
      return stream == null ? Optional.empty() : Optional.of(stream.readAllBytes());
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "cannot read " + name, e);
      return Optional.empty();
    }
  }
}
