/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled.flow;

import org.gradsmith.autograd.SavedTensor;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One call of a differentiated method. Generated subclasses have a typed {@code forward}, which
 * runs the method's body and records what the reverse sweep reads, and a {@code backward}, which
 * may run more than once. Whatever one call needs lives and dies with this object.
 */
public abstract class Sweep extends MethodRun {
  protected Sweep(Flow flow) {
    super(flow);
  }

  /**
   * Runs the reverse sweep; adjoints of tensors and arrays are in the flow.
   *
   * @param resultBar the adjoint of the result, where that is a {@code double} or {@code float}
   */
  public abstract void reverse(double resultBar);

  /** The adjoint of an argument that is a {@code double} or {@code float}; 0 for others. */
  public double argumentBar(int index) {
    return 0;
  }

  /** Whether the method, and all that it calls, writes to no arrays but those that it makes. */
  public boolean onlyReads() {
    return false;
  }

  /** Whether the reverse sweep reads elements of the arrays that the method was given. */
  public boolean rereadsArrays() {
    return false;
  }

  /**
   * An array as an argument of this call, where others may write to it before the call is reversed:
   * a copy that shares the adjoints, if the reverse sweep reads it again.
   */
  public final double[] given(double[] array) {
    return rereadsArrays() ? flow.unchanging(array) : array;
  }

  /** As {@link #given(double[])}. */
  public final float[] given(float[] array) {
    return rereadsArrays() ? flow.unchanging(array) : array;
  }

  /** Whether an argument has a gradient; the user may have left it out. */
  public boolean differentiates(int argument) {
    return true;
  }

  /**
   * Keeps a tensor for the reverse sweep; a write to it in between is found.
   *
   * @param line where the user wrote what keeps it
   * @param reader whose gradient reads it; nothing is kept for one that is not wanted
   */
  protected final @Nullable SavedTensor save(Tensor tensor, String name, String line, Slot reader) {
    return reader.wanted() ? SavedTensor.of(tensor, getClass().getName(), name, line) : null;
  }
}
