/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cuda;

import java.util.List;
import org.gradsmith.ir.DType;

/**
 * The types that the text of a companion is compiled for.
 *
 * @param dtype of all elements: float32 or float64
 * @param wide whether elements are counted in 64 bits
 */
public record CudaTypes(DType dtype, boolean wide) {
  public CudaTypes {
    if (dtype != DType.FLOAT32 && dtype != DType.FLOAT64) {
      throw new IllegalArgumentException(
          "kernels compute in float32 or float64, not in %s".formatted(dtype));
    }
  }

  /** The types for a full tensor of so many elements. */
  public static CudaTypes of(DType dtype, long elements) {
    return new CudaTypes(dtype, elements > CudaWriter.NARROW_INDEX_LIMIT);
  }

  /** The macros that say so, as options of the compiler. */
  public List<String> macros() {
    return List.of(
        "-DSCALAR=" + (dtype == DType.FLOAT32 ? "float" : "double"),
        "-DINDEX=" + (wide ? "unsigned long long" : "unsigned int"));
  }
}
