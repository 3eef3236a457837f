/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.flow;

import java.util.List;
import java.util.Optional;
import org.gradsmith.ir.Span;
import org.gradsmith.ir.op.Op;

/**
 * A statement of a method with control flow. Every statement completes normally (or throws): jumps
 * have been made into conditions by the lowering.
 */
public sealed interface Statement {
  /** Where it comes from. */
  Span span();

  /** Statements one after another; variables declared here end here. */
  record Block(List<Statement> statements, Span span) implements Statement {
    public Block {
      statements = List.copyOf(statements);
    }
  }

  /** Declares a variable that is assigned later; it starts as zero, false or null. */
  record Declare(Variable variable, Span span) implements Statement {}

  /**
   * Assigns a variable.
   *
   * @param declares whether the variable begins here
   */
  record Assign(Variable target, Expression value, boolean declares, Span span)
      implements Statement {}

  /**
   * Applies an op of the table.
   *
   * @param operands empty where an optional operand is left out
   * @param attributes one per attribute of the op
   * @param realNumbers whether numbers among the attributes are {@code double}, not {@code long}
   * @param results one per result of the op, all declared here
   */
  record Apply(
      Op op,
      List<Optional<Variable>> operands,
      List<Code> attributes,
      boolean realNumbers,
      List<Variable> results,
      Span span)
      implements Statement {
    public Apply {
      operands = List.copyOf(operands);
      attributes = List.copyOf(attributes);
      results = List.copyOf(results);
    }
  }

  /** Writes an element of an array of numbers. */
  record Store(Variable array, Code index, Variable value, Span span) implements Statement {}

  /**
   * Says that a record was made with a number as a component.
   *
   * @param index the component, counted from 0 among all components
   */
  record Hold(Variable holder, int index, Variable number, Span span) implements Statement {}

  /** Java that is there for its effect. It happens once, in the forward sweep. */
  record Effect(Code code, Span span) implements Statement {}

  /**
   * Calls a differentiated method.
   *
   * @param sweep canonical name of the generated class of the callee
   * @param call the variable that holds the callee's record
   * @param receiver the object it is called on; empty for a static method
   * @param result what it returns; empty for void
   * @param ofTensors whether derivatives go through tensors alone, which carry their tangents
   *     themselves: then the class of the reverse sweep serves in every mode
   */
  record Call(
      String sweep,
      Variable call,
      Optional<Variable> receiver,
      List<Variable> arguments,
      Optional<Variable> result,
      boolean ofTensors,
      Span span)
      implements Statement {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * Calls something that is only known at run time and differentiates itself: a function that the
   * method was given, or a row of the op table with any number of operands.
   *
   * @param about what the record is told beside the function, each part followed by a comma
   * @param function a Java function from the tensors, in an array, to the result; or, as the
   *     record's class asks for, a function object or a row of the op table with its attributes
   * @param call the variable that holds the call's record
   * @param arguments the tensors, one by one or as a Java array
   * @param computesOnly whether it writes to nothing
   */
  record CallFunction(
      Code about,
      Code function,
      Variable call,
      Code arguments,
      Variable result,
      boolean computesOnly,
      Span span)
      implements Statement {
    /** A call of something that may do anything. */
    public CallFunction(
        Code about, Code function, Variable call, Code arguments, Variable result, Span span) {
      this(about, function, call, arguments, result, false, span);
    }
  }

  /**
   * Writes the elements of a tensor in place. Other tensors may show the same elements.
   *
   * @param code does it and returns the write's record
   * @param call the variable that holds the record
   */
  record Write(Code code, Variable call, Span span) implements Statement {}

  /**
   * Runs a body, and then, however that ended, closes resources and does what there is to do at the
   * end.
   *
   * @param resources variables that hold resources, in the order in which they were opened
   */
  record Guarded(List<Variable> resources, Block body, Block end, Span span) implements Statement {
    public Guarded {
      resources = List.copyOf(resources);
    }
  }

  /** Takes one of two ways. */
  record If(Variable condition, Block then, Block otherwise, Span span) implements Statement {}

  /**
   * Repeats a body.
   *
   * @param test computes {@code go}; runs before each turn, or behind each if not {@code testFirst}
   * @param go whether there is another turn
   * @param checkpoints how it runs again what it does not keep; empty if it keeps all
   */
  record Loop(
      Block test,
      Variable go,
      Block body,
      boolean testFirst,
      Optional<Checkpointing> checkpoints,
      Span span)
      implements Statement {
    /** A loop that keeps what it needs of every turn. */
    public Loop(Block test, Variable go, Block body, boolean testFirst, Span span) {
      this(test, go, body, testFirst, Optional.empty(), span);
    }
  }
}
