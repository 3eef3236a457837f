/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.flow;

import java.util.List;
import java.util.Optional;
import java.util.Set;
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
 * @param constants places of the parameters that the user has left out of differentiation
 * @param isRecomputed whether a call keeps its arguments only and runs again in the reverse sweep
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
    Span span,
    Set<Integer> constants,
    boolean isRecomputed) {
  public FlowMethod {
    parameters = List.copyOf(parameters);
    exceptions = List.copyOf(exceptions);
    constants = Set.copyOf(constants);
  }

  /** A method that is differentiated for all of its parameters. */
  public FlowMethod(
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
    this(
        className,
        name,
        sweep,
        self,
        parameters,
        body,
        result,
        resultType,
        exceptions,
        span,
        Set.of(),
        false);
  }

  /** The same method with another body, which leaves what is returned in another variable. */
  public FlowMethod with(Statement.Block otherBody, Optional<Variable> otherResult) {
    return new FlowMethod(
        className,
        name,
        sweep,
        self,
        parameters,
        otherBody,
        otherResult,
        resultType,
        exceptions,
        span,
        constants,
        isRecomputed);
  }
}
