/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradsmith.autograd.BatchLevel;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.autograd.TensorOps;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.op.BatchedCall;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.StridedViews;
import org.jspecify.annotations.Nullable;

/**
 * Runs one op on all examples of a vmap, by its batching rule; where that does not cover the call,
 * once per example. The values behind the operands are computed with by recorded ops, so that the
 * graph, the tangents and the vmaps around this one go on.
 */
final class BatchedExecution implements BatchedCall<Tensor> {
  private final BatchLevel level;
  private final Op op;
  private final @Nullable Tensor[] operands;
  private final @Nullable Tensor[] values;
  private final boolean[] perExample;
  private final Object[] attributes;
  private final List<List<Long>> shapes;

  private BatchedExecution(
      BatchLevel level,
      Op op,
      @Nullable Tensor[] operands,
      Object[] attributes,
      List<List<Long>> shapes) {
    this.level = level;
    this.op = op;
    this.operands = operands;
    this.attributes = attributes;
    this.shapes = shapes;
    this.values = new @Nullable Tensor[operands.length];
    this.perExample = new boolean[operands.length];
    for (int i = 0; i < operands.length; i++) {
      Tensor operand = operands[i];
      Batch batch = operand == null ? null : Batches.of(operand);
      if (batch != null && batch.level() == level) {
        values[i] = batch.value();
        perExample[i] = batch.perExample();
      } else {
        values[i] = operand;
      }
    }
  }

  /**
   * Runs an op.
   *
   * @param shapes of one example's results
   */
  static Tensor[] run(
      BatchLevel level,
      Op op,
      @Nullable Tensor[] operands,
      Object[] attributes,
      List<List<Long>> shapes) {
    BatchedExecution call = new BatchedExecution(level, op, operands, attributes, shapes);
    Tensor first = operands.length == 0 ? null : operands[0];
    if (op.isView() && first != null) {
      Batches.viewed(first);
    }
    for (int i = 0; i < call.perExample.length; i++) {
      if (call.perExample[i]) {
        return call.results();
      }
    }
    Tensor[] results = Recorder.applyAll(op, attributes, call.values);
    return Arrays.stream(results).map(y -> Batches.forAll(level, y)).toArray(Tensor[]::new);
  }

  private Tensor[] results() {
    DType[] dtypes = Promotion.results(op, operands, attributes);
    convert();
    List<Tensor> found = op.batching().rule().apply(op, TensorOps.INSTANCE, this);
    if (found.isEmpty()) {
      found = looped();
    }
    Tensor[] results = new Tensor[dtypes.length];
    for (int i = 0; i < results.length; i++) {
      Tensor values = found.get(i).to(dtypes[i]);
      long[] expected = resultShape(i);
      long[] shape = values.array().shape();
      if (shape.length != expected.length + 1
          || shape[0] != level.size()
          || !Arrays.equals(shape, 1, shape.length, expected, 0, expected.length)) {
        throw new IllegalStateException(
            "the batching rule of %s made %s of examples of shape %s"
                .formatted(op, Layouts.text(shape), Layouts.text(expected)));
      }
      results[i] = Batches.perExample(level, values, op.isView());
    }
    return results;
  }

  /** Promotion goes by the shapes of examples: a number stays a number in a batch of them. */
  private void convert() {
    DType common = Promotion.common(op, operands, attributes);
    for (int i = 0; i < values.length; i++) {
      Tensor value = values[i];
      if (common != null && value != null && op.operand(i).promotes()) {
        values[i] = value.to(common);
      }
    }
  }

  private List<Tensor> looped() {
    List<List<Tensor>> parts = new ArrayList<>();
    for (int i = 0; i < op.results().size(); i++) {
      parts.add(new ArrayList<>());
    }
    for (long example = 0; example < level.size(); example++) {
      @Nullable Tensor[] own = values.clone();
      for (int i = 0; i < own.length; i++) {
        Tensor value = own[i];
        if (value != null && perExample[i]) {
          Tensor part = value.select(0, example);
          // its strides are those that the function within saw
          own[i] = op == StridedViews.AS_STRIDED ? part.copy() : part;
        }
      }
      Tensor[] results = Recorder.applyAll(op, attributes, own);
      for (int i = 0; i < results.length; i++) {
        parts.get(i).add(results[i]);
      }
    }
    return parts.stream().map(part -> Tensor.stack(part, 0)).toList();
  }

  @Override
  public Tensor operand(int index) {
    Tensor value = values[index];
    if (value == null) {
      throw new IllegalStateException(op + ": operand " + index + " is absent");
    }
    return value;
  }

  @Override
  public Tensor full(int index) {
    if (perExample[index]) {
      return operand(index);
    }
    long[] shape = shape(index);
    long[] all = new long[shape.length + 1];
    all[0] = level.size();
    System.arraycopy(shape, 0, all, 1, shape.length);
    return operand(index).unsqueeze(0).expand(all);
  }

  @Override
  public boolean isBatched(int index) {
    return perExample[index];
  }

  @Override
  public boolean isPresent(int index) {
    return values[index] != null;
  }

  @Override
  public int operandCount() {
    return operands.length;
  }

  @Override
  public long[] shape(int index) {
    Tensor operand = operands[index];
    if (operand == null) {
      throw new IllegalStateException(op + ": operand " + index + " is absent");
    }
    return operand.array().shape();
  }

  @Override
  public long[] resultShape(int index) {
    List<Long> shape = shapes.get(Math.min(index, shapes.size() - 1));
    return shape.stream().mapToLong(Long::longValue).toArray();
  }

  @Override
  public boolean isHalfOrInteger(int index) {
    DType dtype = operand(index).dtype();
    return dtype != DType.FLOAT32 && dtype != DType.FLOAT64;
  }

  @Override
  public Object attribute(int index) {
    return attributes[index];
  }

  @Override
  public long size() {
    return level.size();
  }

  @Override
  public Tensor numbers() {
    return Tensor.arange(level.size()).to(DType.INT64);
  }
}
