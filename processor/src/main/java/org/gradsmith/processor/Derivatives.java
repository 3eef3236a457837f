/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.ir.Method;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.processor.adjoint.Reverse;
import org.gradsmith.processor.adjoint.Sweeps;
import org.gradsmith.processor.adjoint.Tangent;
import org.gradsmith.processor.adjoint.Unrecorded;
import org.gradsmith.processor.frontend.Api;
import org.gradsmith.processor.sweepgen.SweepWriter;
import org.gradsmith.processor.sweepgen.TangentWriter;

/** The classes that are written for a method, one for each way to differentiate it. */
enum Derivatives {
  /** Forward sweep and reverse sweep. */
  REVERSE(""),
  /** Value and tangent. */
  TANGENT("__jvp"),
  /** Reverse sweep of value and tangent. */
  SECOND("__hvp");

  private final String suffix;

  Derivatives(String suffix) {
    this.suffix = suffix;
  }

  /** What the name of the class has behind that of the reverse sweep. */
  String suffix() {
    return suffix;
  }

  /**
   * The source of a class.
   *
   * @param sweeps what it was written from; empty unless it is the reverse sweep's
   */
  record Source(String text, Optional<Sweeps> sweeps) {}

  /**
   * The source of the class.
   *
   * @param readers the methods, by the names of their reverse sweeps, that only read the arrays
   *     that they are given
   * @param line the method as a straight line, if it is a function that is one
   */
  Source source(
      FlowMethod method,
      Predicate<String> readers,
      Optional<Method> line,
      TypeElement owner,
      Elements elements) {
    return switch (this) {
      case REVERSE -> {
        Sweeps sweeps = Reverse.differentiate(method, readers);
        yield new Source(SweepWriter.write(sweeps, line, owner, elements), Optional.of(sweeps));
      }
      case TANGENT ->
          new Source(
              TangentWriter.write(
                  Unrecorded.of(Tangent.of(method, suffix, false)), owner, elements),
              Optional.empty());
      case SECOND ->
          new Source(
              SweepWriter.write(
                  Reverse.differentiate(Tangent.of(method, suffix, true), _ -> false),
                  owner,
                  elements),
              Optional.empty());
    };
  }

  /** What an annotation asks for; nothing for a method without one. */
  static Set<Derivatives> asked(ExecutableElement method) {
    if (Api.isLibrary(method)) {
      return EnumSet.of(REVERSE);
    }
    Set<Derivatives> asked = EnumSet.noneOf(Derivatives.class);
    Optional.ofNullable(method.getAnnotation(Differentiable.class))
        .ifPresent(annotation -> {
          for (Differentiable.Mode mode : annotation.modes()) {
            asked.add(
                switch (mode) {
                  case REVERSE -> REVERSE;
                  case FORWARD -> TANGENT;
                });
          }
          if (annotation.order() > 1) {
            asked.add(SECOND);
          }
        });
    return asked;
  }

  /**
   * What is written for each method: what it was asked for, and what its callers need. A method
   * that calls one from elsewhere which has no such class does without it too.
   *
   * @param asked by the name of the reverse sweep
   * @param callees the methods that each one calls
   * @param exists whether there is a class of that name
   */
  static Map<String, Set<Derivatives>> complete(
      Map<String, Set<Derivatives>> asked,
      Map<String, Set<String>> callees,
      Predicate<String> exists) {
    Map<String, Set<Derivatives>> all = new HashMap<>();
    asked.forEach((name, kinds) -> {
      Set<Derivatives> own = EnumSet.noneOf(Derivatives.class);
      own.addAll(kinds);
      all.put(name, own);
    });
    boolean changed;
    do {
      changed = false;
      for (var entry : callees.entrySet()) {
        Set<Derivatives> needed = all.getOrDefault(entry.getKey(), Set.of());
        for (String callee : entry.getValue()) {
          Set<Derivatives> known = all.get(callee);
          changed |= known != null && known.addAll(needed);
        }
      }
    } while (changed);
    do {
      changed = false;
      for (var entry : callees.entrySet()) {
        Set<Derivatives> own = all.getOrDefault(entry.getKey(), Set.of());
        for (Derivatives kind : List.of(TANGENT, SECOND)) {
          boolean lacks =
              entry.getValue().stream()
                  .anyMatch(callee -> {
                    Set<Derivatives> known = all.get(callee);
                    return known == null
                        ? !exists.test(callee + kind.suffix)
                        : !known.contains(kind);
                  });
          changed |= lacks && own.remove(kind);
        }
      }
    } while (changed);
    return all;
  }
}
