/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled.flow;

import org.gradsmith.ir.op.Op;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** As {@link RowCall}, of an op with several results. */
public final class RowsCall {
  private final RowCall call;

  private RowsCall(RowCall call) {
    this.call = call;
  }

  /** As {@link RowCall#of}. */
  public static RowsCall of(Flow flow, Op op, Object[] attributes, @Nullable Tensor... operands) {
    return new RowsCall(RowCall.of(flow, op, attributes, operands));
  }

  /** All results, the hidden ones last. */
  public Tensor[] result() {
    return call.results();
  }

  /** Passes the adjoints of the results on. */
  public void backward() {
    call.backward();
  }
}
