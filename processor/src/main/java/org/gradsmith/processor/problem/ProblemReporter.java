/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.problem;

import com.sun.source.util.Trees;
import java.util.Locale;
import java.util.Optional;
import javax.annotation.processing.Messager;
import javax.tools.Diagnostic;

/** Shows problems to the user. */
public final class ProblemReporter {
  private final Messager messager;
  private final Optional<Trees> trees;
  private final boolean internalIsWarning;

  /**
   * Reports through a compiler.
   *
   * @param trees javac's own trees, where the compiler is javac: they print at an exact tree
   * @param internalIsWarning whether a bug of the processor leaves the build alive
   */
  public ProblemReporter(Messager messager, Optional<Trees> trees, boolean internalIsWarning) {
    this.messager = messager;
    this.trees = trees;
    this.internalIsWarning = internalIsWarning;
  }

  /** Shows one problem. */
  public void report(Problem problem) {
    Diagnostic.Kind kind =
        internalIsWarning && problem instanceof InternalProblem
            ? Diagnostic.Kind.WARNING
            : Diagnostic.Kind.ERROR;
    String text = problem.code() + ": " + problem.message();
    Place place = problem.place();
    if (trees.isPresent() && place.tree().isPresent()) {
      OriginalTree.of(place, place.tree().get(), trees.get()).printMessage(trees.get(), kind, text);
    } else {
      messager.printMessage(kind, text + position(place), place.element());
    }
  }

  private static String position(Place place) {
    return place.line() == 0
        ? ""
        : String.format(Locale.ROOT, " [%s:%d:%d]", place.file(), place.line(), place.column());
  }
}
