/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.problem;

import java.util.Arrays;
import java.util.Locale;

/** AD9xx: bugs of the processor, and builds it cannot work in. */
public sealed interface InternalProblem extends Problem {
  /**
   * An exception nobody expected.
   *
   * @param phase the phase it comes from
   * @param method the method that was being compiled
   */
  record Bug(Place place, String phase, String method, Throwable cause) implements InternalProblem {
    @Override
    public String code() {
      return "AD901";
    }

    @Override
    public String message() {
      return "internal error while compiling '%s', in phase '%s': %s%s. This is a bug of Gradsmith, not of your code; please report it with this text. -Agradsmith.internal=warn makes it a warning, and a call of the method then fails at run time."
          .formatted(method, phase, cause, origin());
    }

    private String origin() {
      return Arrays.stream(cause.getStackTrace())
          .filter(f -> f.getClassName().startsWith("org.gradsmith"))
          .findFirst()
          .map(f -> String.format(Locale.ROOT, " at %s:%d", f.getFileName(), f.getLineNumber()))
          .orElse("");
    }
  }

  /**
   * A method that javac accepts but the processor's own look at it does not.
   *
   * @param method the method
   * @param reason what the processor's javac says
   */
  record NotAttributed(Place place, String method, String reason) implements InternalProblem {
    @Override
    public String code() {
      return "AD902";
    }

    @Override
    public String message() {
      return "'%s' could not be compiled: its types could not be found (%s). If another annotation processor writes classes that '%s' uses, let it write them in an earlier round; else this is a bug of Gradsmith, please report it."
          .formatted(method, reason, method);
    }
  }
}
