/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.Arrays;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Rows of the op table that run together, within a method with control flow: as kernels where these
 * take the tensors, else row by row.
 */
public abstract class FusedRows {
  private final int[][] influences;

  /** How rows run. */
  public enum Form {
    /** In kernels, with operands of one shape. */
    ALIKE,
    /** In kernels, with operands that broadcast. */
    BROADCAST,
    /** Row by row. */
    UNFUSED;

    /** Kernels compute in one dtype, in which their results are: that of all operands. */
    static Form of(Tensor[] operands) {
      DType dtype = operands[0].dtype();
      long[] shape = operands[0].array().shape();
      Form form = dtype == DType.FLOAT32 || dtype == DType.FLOAT64 ? ALIKE : UNFUSED;
      for (int i = 1; i < operands.length && form != UNFUSED; i++) {
        if (operands[i].dtype() != dtype) {
          form = UNFUSED;
        } else if (!Arrays.equals(operands[i].array().shape(), shape)) {
          form = BROADCAST;
        }
      }
      return form;
    }
  }

  /**
   * @param influences for each result the operands on which it depends with a derivative
   */
  protected FusedRows(int[][] influences) {
    this.influences = influences;
  }

  /** Starts a run. */
  protected abstract CompiledRows begin(Form form, Tensor[] operands);

  /**
   * The operands that need a gradient and get one: those of results with a cotangent.
   *
   * @param cotangents null where nothing was passed on to a result
   */
  Needs reached(@Nullable Tensor[] cotangents, Needs needs, int operands) {
    boolean[] reached = new boolean[operands];
    for (int i = 0; i < cotangents.length; i++) {
      if (cotangents[i] != null) {
        for (int operand : influences[i]) {
          reached[operand] = true;
        }
      }
    }
    return needs.and(reached);
  }

  /** Whether a result depends, with a derivative, on an operand that needs a gradient. */
  boolean isInfluenced(int result, Needs needs) {
    return needs.any(influences[result]);
  }
}
