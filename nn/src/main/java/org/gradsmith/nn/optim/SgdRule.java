/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.optim;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One step of SGD for one parameter. Contiguous float32 and float64 tensors are updated in one pass
 * over their memory; anything else by in-place ops, in the same order.
 */
record SgdRule(
    double learningRate, double momentum, double dampening, double weightDecay, boolean nesterov) {

  /** Updates the parameter, and the buffer if there is one; a fresh buffer has no content yet. */
  void apply(Tensor parameter, Tensor gradient, @Nullable Tensor buffer, boolean fresh) {
    boolean onePass =
        parameter.isContiguous()
            && gradient.isContiguous()
            && gradient.dtype() == parameter.dtype();
    try {
      if (onePass && parameter.dtype() == DType.FLOAT32) {
        updateFloats(parameter, gradient, buffer, fresh);
      } else if (onePass && parameter.dtype() == DType.FLOAT64) {
        updateDoubles(parameter, gradient, buffer, fresh);
      } else {
        updateByOps(parameter, gradient, buffer, fresh);
      }
    } finally {
      // Until here nobody may reclaim memory of which only the segment is in use.
      Reference.reachabilityFence(gradient);
      Reference.reachabilityFence(buffer);
      Reference.reachabilityFence(parameter);
    }
  }

  private void updateFloats(
      Tensor parameter, Tensor gradient, @Nullable Tensor buffer, boolean fresh) {
    MemorySegment p = elements(parameter);
    MemorySegment g = elements(gradient);
    MemorySegment b = buffer == null ? null : elements(buffer);
    float rate = (float) learningRate;
    float kept = (float) momentum;
    float taken = (float) (1 - dampening);
    float decay = (float) weightDecay;
    long count = parameter.numel();
    for (long i = 0; i < count; i++) {
      float value = p.getAtIndex(ValueLayout.JAVA_FLOAT, i);
      float direction = g.getAtIndex(ValueLayout.JAVA_FLOAT, i);
      if (decay != 0) {
        direction += decay * value;
      }
      if (b != null) {
        float mixed =
            fresh ? direction : kept * b.getAtIndex(ValueLayout.JAVA_FLOAT, i) + taken * direction;
        b.setAtIndex(ValueLayout.JAVA_FLOAT, i, mixed);
        direction = nesterov ? direction + kept * mixed : mixed;
      }
      p.setAtIndex(ValueLayout.JAVA_FLOAT, i, value - rate * direction);
    }
    written(parameter, buffer);
  }

  private void updateDoubles(
      Tensor parameter, Tensor gradient, @Nullable Tensor buffer, boolean fresh) {
    MemorySegment p = elements(parameter);
    MemorySegment g = elements(gradient);
    MemorySegment b = buffer == null ? null : elements(buffer);
    double taken = 1 - dampening;
    long count = parameter.numel();
    for (long i = 0; i < count; i++) {
      double value = p.getAtIndex(ValueLayout.JAVA_DOUBLE, i);
      double direction = g.getAtIndex(ValueLayout.JAVA_DOUBLE, i);
      if (weightDecay != 0) {
        direction += weightDecay * value;
      }
      if (b != null) {
        double mixed =
            fresh
                ? direction
                : momentum * b.getAtIndex(ValueLayout.JAVA_DOUBLE, i) + taken * direction;
        b.setAtIndex(ValueLayout.JAVA_DOUBLE, i, mixed);
        direction = nesterov ? direction + momentum * mixed : mixed;
      }
      p.setAtIndex(ValueLayout.JAVA_DOUBLE, i, value - learningRate * direction);
    }
    written(parameter, buffer);
  }

  private void updateByOps(
      Tensor parameter, Tensor gradient, @Nullable Tensor buffer, boolean fresh) {
    Tensor direction = gradient;
    if (weightDecay != 0) {
      direction = direction.add(parameter.mul(weightDecay));
    }
    if (buffer != null) {
      if (fresh) {
        buffer.copyFrom(direction);
      } else {
        buffer.mulInPlace(momentum).addInPlace(direction, 1 - dampening);
      }
      direction = nesterov ? direction.add(buffer.mul(momentum)) : buffer;
    }
    parameter.addInPlace(direction, -learningRate);
  }

  private static MemorySegment elements(Tensor tensor) {
    long width = tensor.dtype().byteSize();
    return tensor
        .storage()
        .segment()
        .asSlice(tensor.array().offset() * width, tensor.numel() * width);
  }

  /** Tells autograd of the writes. */
  private static void written(Tensor parameter, @Nullable Tensor buffer) {
    parameter.versionCounter().bump("SGD.step");
    if (buffer != null) {
      buffer.versionCounter().bump("SGD.step");
    }
  }
}
