/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled.flow;

import java.util.Arrays;
import java.util.Objects;
import org.gradsmith.autograd.Recorder;
import org.gradsmith.autograd.RowRecord;
import org.gradsmith.ir.op.Op;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One op of the table whose operands are counted, or which is chosen, only when the method runs:
 * its derivative rules are those of the table, executed with tensors.
 */
public final class RowCall {
  private static final RowRecord[] NONE = {};

  private final Tensor[] results;
  private final Slot[] slots;
  private final Slot[] operands;
  private final RowRecord[] record;

  private RowCall(Tensor[] results, Slot[] slots, Slot[] operands, RowRecord[] record) {
    this.results = results;
    this.slots = slots;
    this.operands = operands;
    this.record = record;
  }

  /**
   * Runs an op.
   *
   * @param attributes Long, Double, long[] or DType, as their kinds say
   * @param given the operands, null only where one is optional
   */
  public static RowCall of(Flow flow, Op op, Object[] attributes, @Nullable Tensor... given) {
    Slot[] operands = new Slot[given.length];
    boolean[] wanted = new boolean[given.length];
    boolean any = false;
    for (int i = 0; i < given.length; i++) {
      operands[i] = op.vjp(i).isPresent() ? flow.slot(given[i]) : Slot.NONE;
      wanted[i] = operands[i].wanted();
      any |= wanted[i];
    }
    Tensor[] results = Recorder.applyAll(op, attributes, given);
    Slot[] slots = new Slot[op.differentiableResults()];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = any ? flow.mark(results[i]) : Slot.NONE;
    }
    RowRecord[] record =
        any ? new RowRecord[] {new RowRecord(op, attributes, given, results, wanted)} : NONE;
    return new RowCall(results, slots, operands, record);
  }

  /** The first result. */
  public Tensor result() {
    return results[0];
  }

  /** All results, the hidden ones last. */
  public Tensor[] results() {
    return results;
  }

  /** The slot of the first result. */
  public Slot slot() {
    return slots.length == 0 ? Slot.NONE : slots[0];
  }

  /** Passes the adjoints of the results on. */
  public void backward() {
    if (record.length == 0) {
      return;
    }
    @Nullable Tensor[] bars = new @Nullable Tensor[slots.length];
    for (int i = 0; i < bars.length; i++) {
      bars[i] = slots[i].take();
    }
    if (Arrays.stream(bars).noneMatch(Objects::nonNull)) {
      return;
    }
    RowRecord.Backward run = record[0].backward(bars);
    for (int i = operands.length - 1; i >= 0; i--) {
      if (operands[i].wanted()) {
        operands[i].add(run.gradient(i));
      }
    }
  }
}
