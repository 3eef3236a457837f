/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.Arrays;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.Tensor;

/**
 * Rows of the op table that run together, within a method with control flow: as kernels where these
 * take the tensors, else row by row.
 */
public abstract class FusedRows {
  /** How rows run. */
  public enum Form {
    /** In kernels, with operands of one shape. */
    ALIKE,
    /** In kernels, with operands that broadcast. */
    BROADCAST,
    /** Row by row. */
    UNFUSED;

    /**
     * Results of kernels are of one dtype, that of all operands. Half types are computed in
     * float32, and each result is rounded once.
     */
    static Form of(Tensor[] operands) {
      DType dtype = operands[0].dtype();
      long[] shape = operands[0].array().shape();
      Form form = dtype.isFloating() ? ALIKE : UNFUSED;
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

  protected FusedRows() {}

  /** Starts a run. */
  protected abstract CompiledRows begin(Form form, Tensor[] operands);
}
