/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.lang.classfile.TypeKind;
import java.util.List;
import org.gradsmith.ir.scalar.Scalar.BinaryFunction;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;
import org.gradsmith.kernel.lane.Operation;

/**
 * How the steps of an expression are spelled in bytecode: for one element ({@link ScalarCode}) or
 * for a vector of neighbours ({@link VectorCode}). Values travel on the stack. A {@code Runnable}
 * emits the code that leaves what it is named for on the stack: a place, or a value.
 */
interface ValueCode {
  /** The kind of local variable that holds a number, or the bits of one. */
  TypeKind local(boolean bits);

  /** A constant, the same for all elements. */
  void constant(double value);

  /** A bit pattern, the same for all elements. */
  void pattern(long bits);

  /** The number that is on the stack as a double, as a value. */
  void number();

  /** The number that is on the stack as an int, as a value; in further lanes those after it. */
  void numbersFrom();

  /** The input that starts at an address; of a broadcast one, its element for all. */
  void load(int operand, Runnable address);

  /** Replaces the values on the stack by the result of a step that is no choice. */
  void basic(Operation.Basic step);

  /** Makes one of the choices, whose arguments are at hand. */
  void choice(Operation.Basic step, List<Runnable> arguments);

  /** Moves the bits on the stack left, or right where the distance is negative. */
  void shift(int distance);

  /**
   * A function of x whose value is at hand where |x| is at most a limit, and in no step elsewhere.
   */
  void within(Operation.Within step, Runnable x, Runnable inside);

  /** Replaces the value on the stack by a function of it. */
  void call(UnaryFunction function);

  /** Replaces the two values on the stack by a function of them. */
  void call(BinaryFunction function);

  /** Writes a value to the output that starts at an address. */
  void store(int operand, Runnable address, Runnable value);

  /**
   * Spells a step that is computed from arguments, each of which is at hand.
   *
   * @param arguments leave the arguments on the stack
   */
  default void compute(Operation step, List<Runnable> arguments) {
    switch (step) {
      case Operation.Basic basic -> {
        if (basic.isChoice()) {
          choice(basic, arguments);
        } else {
          arguments.forEach(Runnable::run);
          basic(basic);
        }
      }
      case Operation.Shift(int distance) -> {
        arguments.forEach(Runnable::run);
        shift(distance);
      }
      case Operation.Within within -> within(within, arguments.get(0), arguments.get(1));
      case Operation.Call(UnaryFunction function) -> {
        arguments.forEach(Runnable::run);
        call(function);
      }
      case Operation.CallOfTwo(BinaryFunction function) -> {
        arguments.forEach(Runnable::run);
        call(function);
      }
      case Operation.Source _, Operation.Constant _, Operation.Pattern _ ->
          throw new IllegalArgumentException(step + " has no arguments");
    }
  }
}
