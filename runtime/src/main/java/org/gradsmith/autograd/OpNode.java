/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import java.util.Arrays;
import org.gradsmith.autograd.RecordingAlgebra.Reads;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Call;
import org.gradsmith.ir.op.Op;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One run of an op of the table, whose derivative rules it runs backward. It keeps the values that
 * the rules of the operands in need of a gradient read; of a tensor whose shape alone is read it
 * keeps the shape.
 */
final class OpNode extends Node {
  private static final long[] NOT_READ = {};

  private final Op op;
  private final Object[] attributes;
  private final @Nullable DType[] dtypes;
  private final long[][] shapes;
  private final Form[] results;
  private final boolean keepsValues;
  private volatile @Nullable Values values;

  /** The tensors a node keeps, at the places of the op's operands and results. */
  private static final class Values {
    private final @Nullable SavedTensor[] operands;
    private final @Nullable SavedTensor[] results;

    Values(@Nullable SavedTensor[] operands, @Nullable SavedTensor[] results) {
      this.operands = operands;
      this.results = results;
    }
  }

  OpNode(Op op, Object[] attributes, @Nullable Tensor[] operands, Tensor[] results) {
    super(op.name(), edges(op, operands));
    this.op = op;
    this.attributes = attributes;
    Reads reads = reads(operands);
    this.dtypes = new @Nullable DType[operands.length];
    this.shapes = new long[operands.length][];
    for (int i = 0; i < operands.length; i++) {
      Tensor operand = operands[i];
      dtypes[i] = operand == null ? null : operand.dtype();
      shapes[i] = operand != null && isSet(reads.shapes(), op.row(i)) ? operand.shape() : NOT_READ;
    }
    this.results = new Form[op.differentiableResults()];
    for (int i = 0; i < this.results.length; i++) {
      this.results[i] = new Form(results[i]);
    }
    this.keepsValues = reads.operands() != 0 || reads.results() != 0;
    this.values = keepsValues ? keep(op, operands, results, reads) : null;
  }

  private static @Nullable Edge[] edges(Op op, @Nullable Tensor[] operands) {
    @Nullable Edge[] edges = new @Nullable Edge[operands.length];
    for (int i = 0; i < operands.length; i++) {
      edges[i] = op.operand(i).vjp().isPresent() ? Edge.of(operands[i]) : null;
    }
    return edges;
  }

  /** What the rules of the operands in need of a gradient read. */
  private Reads reads(@Nullable Tensor[] operands) {
    Reads[] rules = RecordingAlgebra.of(op);
    Reads reads = Reads.NOTHING;
    for (int i = 0; i < operands.length; i++) {
      if (edge(i) != null) {
        reads = reads.and(rules[op.row(i)]);
      }
    }
    return reads;
  }

  private static Values keep(Op op, @Nullable Tensor[] operands, Tensor[] results, Reads reads) {
    @Nullable SavedTensor[] keptOperands = new @Nullable SavedTensor[operands.length];
    for (int i = 0; i < operands.length; i++) {
      Tensor operand = operands[i];
      if (operand != null && isSet(reads.operands(), op.row(i))) {
        keptOperands[i] = SavedTensor.of(operand, op.name(), op.operand(i).name());
      }
    }
    @Nullable SavedTensor[] keptResults = new @Nullable SavedTensor[results.length];
    for (int i = 0; i < results.length; i++) {
      if (isSet(reads.results(), i)) {
        keptResults[i] = SavedTensor.of(results[i], op.name(), i == 0 ? "result" : "result " + i);
      }
    }
    return new Values(keptOperands, keptResults);
  }

  private static boolean isSet(long mask, int index) {
    return (mask >> index & 1) != 0;
  }

  @Override
  public @Nullable Tensor[] backward(@Nullable Tensor[] gradients, boolean[] wanted) {
    @Nullable Tensor[] result = new @Nullable Tensor[edgeCount()];
    Run run = new Run(values, gradients);
    for (int i = 0; i < result.length; i++) {
      DType dtype = dtypes[i];
      if (wanted[i] && dtype != null) {
        Tensor gradient = op.vjp(i).orElseThrow().apply(TensorOps.INSTANCE, run);
        result[i] = gradient.dtype() == dtype ? gradient : converted(gradient, dtype);
      }
    }
    return result;
  }

  /** The gradient of an operand that was promoted, in the operand's own dtype. */
  private Tensor converted(Tensor gradient, DType dtype) {
    return gradient.to(dtype); // recorded where the gradients are
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

  @Override
  public void release() {
    values = null;
  }

  /**
   * The op's call as one backward run sees it; kept tensors are checked when a rule asks for them.
   */
  private final class Run implements Call<Tensor, Object> {
    private final @Nullable Values kept;
    private final @Nullable Tensor[] cotangents;

    Run(@Nullable Values kept, @Nullable Tensor[] cotangents) {
      this.kept = kept;
      this.cotangents = cotangents;
      if (keepsValues && kept == null) {
        throw Released.by(OpNode.this);
      }
    }

    @Override
    public Tensor operand(int index) {
      return unpack(kept == null ? null : kept.operands[index], "operand", index);
    }

    @Override
    public Object shape(int index) {
      return shapes[index];
    }

    @Override
    public Tensor result(int index) {
      return unpack(kept == null ? null : kept.results[index], "result", index);
    }

    @Override
    public Object attribute(int index) {
      return attributes[index];
    }

    @Override
    public int operandCount() {
      return dtypes.length;
    }

    @Override
    public boolean isPresent(int index) {
      return dtypes[index] != null;
    }

    @Override
    public Object resultShape() {
      return results[0].shape();
    }

    @Override
    public Tensor cotangent() {
      return cotangent(0);
    }

    @Override
    public Tensor cotangent(int index) {
      Tensor given = cotangents[index];
      return given != null ? given : results[index].zeros();
    }

    private Tensor unpack(@Nullable SavedTensor saved, String what, int index) {
      if (saved == null) {
        throw new IllegalStateException(
            "the rule of %s reads %s %d only sometimes".formatted(op, what, index));
      }
      return saved.unpack();
    }
  }
}
