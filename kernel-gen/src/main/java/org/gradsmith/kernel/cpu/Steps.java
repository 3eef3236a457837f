/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.util.List;
import org.gradsmith.kernel.cpu.PointwiseSpec.Access;

/** How far each operand of a loop goes from element to element. */
record Steps(List<Access> accesses) {
  static Steps of(PointwiseSpec spec) {
    return new Steps(spec.operands().stream().map(PointwiseSpec.Operand::access).toList());
  }

  Steps {
    accesses = List.copyOf(accesses);
  }

  /** Where the operands' elements of a row and column lie. */
  long[] at(long[] offsets, long[] rowStrides, long[] columnStrides, long row, int column) {
    long[] at = new long[accesses.size()];
    for (int i = 0; i < at.length; i++) {
      long step =
          switch (accesses.get(i)) {
            case CONTIGUOUS -> 1;
            case BROADCAST -> 0;
            case STRIDED -> columnStrides[i];
          };
      at[i] = offsets[i] + row * rowStrides[i] + column * step;
    }
    return at;
  }
}
