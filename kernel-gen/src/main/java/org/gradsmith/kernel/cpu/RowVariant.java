/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.util.List;
import org.gradsmith.ir.DType;

/**
 * What the code of a row plan depends on besides the plan.
 *
 * @param dtype of all inputs and outputs: float32 or float64
 * @param wanted which outputs are written
 * @param present which inputs are there
 */
public record RowVariant(DType dtype, List<Boolean> wanted, List<Boolean> present) {
  public RowVariant {
    wanted = List.copyOf(wanted);
    present = List.copyOf(present);
    if (dtype != DType.FLOAT32 && dtype != DType.FLOAT64) {
      throw new IllegalArgumentException(
          "dtype %s: row kernels compute in float32 or float64".formatted(dtype));
    }
  }
}
