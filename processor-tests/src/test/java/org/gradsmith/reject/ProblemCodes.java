/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.reject;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.gradsmith.processor.problem.InternalProblem;
import org.gradsmith.processor.problem.Problem;
import org.jspecify.annotations.Nullable;

/** The codes of all problems, read from the sealed family itself. */
final class ProblemCodes {
  private ProblemCodes() {}

  /**
   * What keeps a body from being a straight line: it is read as a method with control flow then,
   * and nobody sees the problem.
   */
  static final Set<String> NEVER_SHOWN = Set.of("AD203", "AD206", "AD303", "AD304");

  /** All codes that users can see, but those of bugs. */
  static Set<String> exceptInternal() {
    Set<String> codes = new TreeSet<>();
    records(Problem.class)
        .filter(r -> !InternalProblem.class.isAssignableFrom(r))
        .forEach(r -> codes.add(blank(r).code()));
    codes.removeAll(NEVER_SHOWN);
    return codes;
  }

  /** All records of the family. */
  static Stream<Class<?>> records(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type)
        : Arrays.stream(type.getPermittedSubclasses()).flatMap(ProblemCodes::records);
  }

  /** A problem with its own words alone: texts are the names of what stands there, in brackets. */
  static Problem blank(Class<?> type) {
    try {
      Constructor<?> constructor = type.getDeclaredConstructors()[0];
      RecordComponent[] components = type.getRecordComponents();
      @Nullable Object[] arguments = Arrays.stream(components).map(ProblemCodes::blank).toArray();
      return (Problem) constructor.newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a problem cannot be made", e);
    }
  }

  private static @Nullable Object blank(RecordComponent component) {
    Class<?> type = component.getType();
    if (type == String.class) {
      return "[" + component.getName() + "]";
    }
    if (type == Throwable.class) {
      return new IllegalStateException("[" + component.getName() + "]");
    }
    return type == List.class ? List.of() : null;
  }
}
