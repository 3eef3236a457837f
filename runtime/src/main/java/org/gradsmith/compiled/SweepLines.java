/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradsmith.annotation.UserLines;
import org.gradsmith.tensor.TensorException;

/** Adds the user's lines to exceptions that pass through classes generated for methods. */
final class SweepLines {
  /** A method that calls itself often has as many frames; the first ones say where it was. */
  private static final int MOST = 8;

  /** The library's own functions are compiled too, and their lines are none of the user's. */
  private static final List<String> LIBRARY =
      List.of("org.gradsmith.tensor.", "org.gradsmith.foreign.", "org.gradsmith.nn.");

  /** The methods that users' bodies became; others of the class only pass calls on. */
  private static final Set<String> SWEEPS =
      Set.of("forward", "record", "reverse", "replay", "evaluate", "backward");

  /** What the name of a class of rows that run together has behind that of its method's class. */
  private static final Pattern ROWS = Pattern.compile("__rows\\d+(\\$.*)?$");

  private static final ClassValue<Optional<SourceLines>> LINES =
      new ClassValue<>() {
        @Override
        protected Optional<SourceLines> computeValue(Class<?> type) {
          return Optional.ofNullable(type.getAnnotation(UserLines.class))
              .map(lines -> new SourceLines(type.getName(), lines.file(), lines.table()));
        }
      };

  private SweepLines() {}

  /**
   * Adds the lines of the frames above the caller of this method, but for those that a compiled
   * call within this one has added already.
   *
   * @param outermost the generated class that the caller has run
   */
  static TensorException addTo(TensorException exception, Class<?> outermost) {
    int below = new Throwable().getStackTrace().length - 1;
    List<StackTraceElement> frames = exception.takeFrames(below);
    int added = 0;
    String told = ""; // the class of a method whose rows have told the line
    for (StackTraceElement frame : frames) {
      if (frame.getClassName().equals(told)) {
        told = "";
        continue;
      }
      Optional<String> place =
          frame.getClassName().contains("__")
                  && LIBRARY.stream().noneMatch(frame.getClassName()::startsWith)
                  && SWEEPS.contains(frame.getMethodName())
              ? lines(frame, outermost.getClassLoader()).flatMap(l -> l.placeOf(frame))
              : Optional.empty();
      if (place.isPresent() && added++ < MOST) {
        exception.at(place.get());
        Matcher rows = ROWS.matcher(frame.getClassName());
        told = rows.find() ? frame.getClassName().substring(0, rows.start()) : told;
      }
    }
    return exception;
  }

  private static Optional<SourceLines> lines(StackTraceElement frame, ClassLoader loader) {
    try {
      return LINES.get(Class.forName(frame.getClassName(), false, loader).getNestHost());
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
  }
}
