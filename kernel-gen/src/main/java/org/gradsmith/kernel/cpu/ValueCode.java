/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.lang.classfile.TypeKind;
import org.gradsmith.ir.scalar.Scalar.BinaryFunction;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;

/**
 * How the steps of an expression are spelled in bytecode: for one element ({@link ScalarCode}) or
 * for a vector of neighbours ({@link VectorCode}). Values travel on the stack. A {@code Runnable}
 * emits the code that leaves what it is named for on the stack: a byte offset, or a value.
 */
interface ValueCode {
  /** The kind of local variable that holds a value. */
  TypeKind local();

  /** A constant, the same for all elements. */
  void constant(double value);

  /** The number that is on the stack as a double, as a value. */
  void number();

  /** The input that starts at an address; of a broadcast one, its element for all. */
  void load(int operand, Runnable address);

  /** Replaces the value on the stack by a function of it. */
  void unary(UnaryFunction function);

  /** Replaces the two values on the stack by a function of them. */
  void binary(BinaryFunction function);

  /** {@code left < right ? then : otherwise}, where all four are at hand. */
  void ifLess(Runnable left, Runnable right, Runnable then, Runnable otherwise);

  /** {@code left == right ? then : otherwise}, where all four are at hand. */
  void ifEqual(Runnable left, Runnable right, Runnable then, Runnable otherwise);

  /** Writes a value to the output that starts at an address. */
  void store(int operand, Runnable address, Runnable value);
}
