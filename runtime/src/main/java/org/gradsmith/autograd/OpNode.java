/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import java.util.Arrays;
import org.gradsmith.ir.op.Op;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** One run of an op of the table on the tape, whose derivative rules it runs backward. */
final class OpNode extends Node {
  private final Form[] results;
  private volatile @Nullable RowRecord record;

  OpNode(Op op, Object[] attributes, @Nullable Tensor[] operands, Tensor[] results) {
    super(op.name(), edges(op, operands));
    boolean[] wanted = new boolean[operands.length];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = edge(i) != null;
    }
    RowRecord made = new RowRecord(op, attributes, operands, results, wanted);
    this.record = made;
    this.results = made.results();
  }

  private static @Nullable Edge[] edges(Op op, @Nullable Tensor[] operands) {
    @Nullable Edge[] edges = new @Nullable Edge[operands.length];
    for (int i = 0; i < operands.length; i++) {
      edges[i] = op.operand(i).vjp().isPresent() ? Edge.of(operands[i]) : null;
    }
    return edges;
  }

  @Override
  public @Nullable Tensor[] backward(@Nullable Tensor[] gradients, boolean[] wanted) {
    RowRecord known = record;
    if (known == null) {
      throw Released.by(this);
    }
    RowRecord.Backward run = known.backward(gradients);
    @Nullable Tensor[] result = new @Nullable Tensor[edgeCount()];
    for (int i = 0; i < result.length; i++) {
      if (wanted[i] && known.isPresent(i)) {
        result[i] = run.gradient(i);
      }
    }
    return result;
  }

  /** A gradient is linear in the cotangent, so no rule returns a kept value itself. */
  @Override
  protected boolean isPure() {
    return true;
  }

  @Override
  public int outputs() {
    return results.length;
  }

  @Override
  String resultText() {
    StringBuilder text = new StringBuilder();
    for (Form form : results) {
      text.append(text.isEmpty() ? "" : ", ")
          .append(form.dtype())
          .append(' ')
          .append(Arrays.toString(form.shape()));
    }
    return text.toString();
  }

  /** Values are dropped; where the rules read shapes alone, backward can go through again. */
  @Override
  public void release() {
    RowRecord known = record;
    if (known != null && known.keepsValues()) {
      record = null;
    }
  }
}
