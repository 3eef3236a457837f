/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend;

import org.gradsmith.ir.op.Op;
import org.jspecify.annotations.Nullable;

/**
 * Who executes ops. Shapes and dtypes have been checked, and results allocated, before. Every
 * method keeps the storages it was given reachable until it is done with them.
 */
public interface Backend {
  /** One line: what it computes with, and why. */
  String description();

  /**
   * Executes an op that is not a view. Operands may overlap each other but not the results, except
   * that a pointwise op may write a result over an operand of the same layout.
   *
   * @param attributes Long, Double or long[], as their kinds say
   */
  void run(Op op, @Nullable StridedArray[] operands, Object[] attributes, StridedArray[] results);

  /** Copies elements, converting them; the shapes are equal. */
  void copy(StridedArray from, StridedArray to);

  /** Sets every element. */
  void fill(StridedArray array, double value);
}
