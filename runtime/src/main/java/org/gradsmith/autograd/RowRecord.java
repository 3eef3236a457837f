/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import org.gradsmith.autograd.RecordingAlgebra.Reads;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.Call;
import org.gradsmith.ir.op.Op;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One run of an op of the table, with what its derivative rules read. It keeps the values that the
 * rules of the operands in need of a gradient read; of a tensor whose shape alone is read it keeps
 * the shape.
 */
public final class RowRecord {
  private static final long[] NOT_READ = {};

  private final Op op;
  private final Object[] attributes;
  private final @Nullable DType[] dtypes;
  private final long[][] shapes;
  private final Form[] results;
  private final @Nullable SavedTensor[] savedOperands;
  private final @Nullable SavedTensor[] savedResults;
  private final boolean keepsValues;

  /**
   * Keeps what will be read.
   *
   * @param wanted which operands need a gradient; those without a rule get none
   */
  public RowRecord(
      Op op, Object[] attributes, @Nullable Tensor[] operands, Tensor[] results, boolean[] wanted) {
    this.op = op;
    this.attributes = attributes;
    Reads reads = reads(op, wanted);
    this.dtypes = new @Nullable DType[operands.length];
    this.shapes = new long[operands.length][];
    this.savedOperands = new @Nullable SavedTensor[operands.length];
    for (int i = 0; i < operands.length; i++) {
      Tensor operand = operands[i];
      dtypes[i] = operand == null ? null : operand.dtype();
      shapes[i] = operand != null && isSet(reads.shapes(), op.row(i)) ? operand.shape() : NOT_READ;
      if (operand != null && isSet(reads.operands(), op.row(i))) {
        savedOperands[i] = SavedTensor.of(operand, op.name(), op.operand(i).name());
      }
    }
    this.savedResults = new @Nullable SavedTensor[results.length];
    for (int i = 0; i < results.length; i++) {
      if (isSet(reads.results(), i)) {
        savedResults[i] = SavedTensor.of(results[i], op.name(), i == 0 ? "result" : "result " + i);
      }
    }
    this.results = new Form[op.differentiableResults()];
    for (int i = 0; i < this.results.length; i++) {
      this.results[i] = new Form(results[i]);
    }
    this.keepsValues = reads.operands() != 0 || reads.results() != 0;
  }

  /** What the results that carry gradients look like. */
  Form[] results() {
    return results;
  }

  /** Whether a rule reads more than shapes. */
  boolean keepsValues() {
    return keepsValues;
  }

  /** What the rules of the operands in need of a gradient read. */
  private static Reads reads(Op op, boolean[] wanted) {
    Reads[] rules = RecordingAlgebra.of(op);
    Reads reads = Reads.NOTHING;
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i]) {
        reads = reads.and(rules[op.row(i)]);
      }
    }
    return reads;
  }

  private static boolean isSet(long mask, int index) {
    return (mask >> index & 1) != 0;
  }

  /** Whether an operand was given. */
  boolean isPresent(int operand) {
    return dtypes[operand] != null;
  }

  /**
   * One backward run.
   *
   * @param cotangents of the results that carry gradients, null standing for zeros
   */
  public Backward backward(@Nullable Tensor[] cotangents) {
    return new Backward(cotangents);
  }

  /** The gradients of one backward run; what several of them need is computed once. */
  public final class Backward {
    private final SharedResults ops = new SharedResults();
    private final Run run;

    private Backward(@Nullable Tensor[] cotangents) {
      this.run = new Run(cotangents);
    }

    /** The gradient of an operand, in the operand's own dtype, by its rule. */
    public Tensor gradient(int operand) {
      Tensor gradient = op.vjp(operand).orElseThrow().apply(ops, run);
      DType dtype = dtypes[operand];
      return dtype == null || gradient.dtype() == dtype
          ? gradient
          : gradient.to(dtype); // recorded where the gradients are
    }
  }

  /** The op's call as one backward run sees it; kept tensors are checked when a rule asks. */
  private final class Run implements Call<Tensor, Object> {
    private final @Nullable Tensor[] cotangents;

    Run(@Nullable Tensor[] cotangents) {
      this.cotangents = cotangents.clone();
    }

    @Override
    public Tensor operand(int index) {
      return unpack(savedOperands[index], "operand", index);
    }

    @Override
    public Object shape(int index) {
      return shapes[index];
    }

    @Override
    public Tensor result(int index) {
      return unpack(savedResults[index], "result", index);
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
      Tensor found = given != null ? given : results[index].zeros();
      cotangents[index] = found;
      return found;
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
