/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.Optional;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Variable;

/**
 * Results of rows that run together: {@code rows.result(1)}, with the slot {@code rows.slot(1)}.
 */
public final class FusedResults {
  /** The class of a run's record. */
  public static final String RUN = "org.gradsmith.compiled.FusedRun";

  private static final String RESULT = ".result(";

  private FusedResults() {}

  /** A result of a run. */
  public static Code of(Variable run, int index) {
    return Code.builder().use(run).text(RESULT + index + ")").impure().build();
  }

  /** The slot of a result, if a piece of Java is one. */
  static Optional<Code> slot(Code result) {
    return result.parts().size() == 2
            && result.parts().getFirst() instanceof Code.Use(Variable run)
            && run.type().equals(RUN)
            && result.parts().getLast() instanceof Code.Text(String access)
        ? Optional.of(Code.builder().use(run).text(access.replace(RESULT, ".slot(")).build())
        : Optional.empty();
  }
}
