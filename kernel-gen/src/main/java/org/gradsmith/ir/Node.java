/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir;

import java.util.List;
import java.util.Optional;
import org.gradsmith.ir.op.Op;

/** One step of a method. */
public sealed interface Node {
  /** Where the step comes from. */
  Span span();

  /** The values the step defines. */
  List<Value> results();

  /** The values the step reads, attributes not included. */
  List<Value> operands();

  /** Reads a tensor or an object from a member of an object. */
  record Read(Value object, Member member, Value result, Span span) implements Node {
    @Override
    public List<Value> results() {
      return List.of(result);
    }

    @Override
    public List<Value> operands() {
      return List.of(object);
    }
  }

  /**
   * Applies an op of the table.
   *
   * @param operands one per operand of the op
   * @param attributes one per attribute of the op, defaults filled in
   * @param results one per result of the op, hidden ones included
   */
  record Apply(Op op, List<Value> operands, List<Attr> attributes, List<Value> results, Span span)
      implements Node {
    public Apply {
      operands = List.copyOf(operands);
      attributes = List.copyOf(attributes);
      results = List.copyOf(results);
    }
  }

  /**
   * Calls the {@code forward} of a module. Inlining replaces it by the callee's body where that is
   * known.
   *
   * @param callee the body of the callee, if the module's declared class fixes it
   * @param hooks whether the module's hooks run: {@code call} runs them, {@code forward} does not
   */
  record CallModule(
      Value module,
      List<Value> operands,
      Value result,
      Optional<Method> callee,
      boolean hooks,
      Span span)
      implements Node {
    public CallModule {
      operands = List.copyOf(operands);
    }

    @Override
    public List<Value> results() {
      return List.of(result);
    }
  }
}
