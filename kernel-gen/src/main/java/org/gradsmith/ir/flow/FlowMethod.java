/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.flow;

import java.util.List;
import java.util.Optional;
import org.gradsmith.ir.Span;

/**
 * A differentiable method with control flow.
 *
 * @param className binary name of the class that declares it
 * @param name the method's name
 * @param sweep simple name of the class that is generated for it
 * @param self the receiver; empty for a static method
 * @param parameters in order
 * @param body completes normally; what is returned lies in {@code result} then
 * @param result what it returns; empty for void
 * @param resultType its Java type, {@code void} without result
 * @param exceptions the types that it says it throws
 * @param span where it is declared
 */
public record FlowMethod(
    String className,
    String name,
    String sweep,
    Optional<Variable> self,
    List<Variable> parameters,
    Statement.Block body,
    Optional<Variable> result,
    String resultType,
    List<String> exceptions,
    Span span) {
  public FlowMethod {
    parameters = List.copyOf(parameters);
    exceptions = List.copyOf(exceptions);
  }
}
