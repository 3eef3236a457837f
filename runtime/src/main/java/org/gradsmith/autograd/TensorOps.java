/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import java.util.Arrays;
import java.util.List;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.Ops;
import org.gradsmith.ir.op.Reductions;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Executes derivative and batching rules with tensors; recorded in turn where recording is on. */
public final class TensorOps implements Ops<Tensor, Object> {
  /** It has no state. */
  public static final TensorOps INSTANCE = new TensorOps();

  private TensorOps() {}

  @Override
  public List<Tensor> apply(Op op, List<@Nullable Tensor> operands, List<Object> attributes) {
    Tensor first = operands.getFirst();
    if (op == Reductions.SUM_TO
        && first != null
        && Arrays.equals(first.array().shape(), (long[]) attributes.getFirst())) {
      return List.of(first); // most operands were not broadcast
    }
    return Arrays.asList(
        Recorder.applyAll(op, attributes.toArray(), operands.toArray(new @Nullable Tensor[0])));
  }

  @Override
  public Object literal(long value) {
    return value;
  }

  @Override
  public Object number(double value) {
    return value;
  }

  @Override
  public Object size(Object shape, int dim) {
    return ((long[]) shape)[dim];
  }

  @Override
  public Object sizeAlong(Object shape, Object dim) {
    long[] sizes = (long[]) shape;
    int at = Math.toIntExact((long) dim);
    return sizes[at < 0 ? at + sizes.length : at];
  }

  @Override
  public Object plus(Object a, Object b) {
    return (long) a + (long) b;
  }
}
