/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.backend.cpu.KernelRuns;
import org.gradsmith.ir.DType;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.KernelPlan.InputKind;
import org.gradsmith.kernel.KernelPlan.OutputKind;
import org.gradsmith.memory.OutsideScopes;
import org.gradsmith.tensor.InPlaceException;
import org.gradsmith.tensor.Primitives;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.Writable;
import org.jspecify.annotations.Nullable;

/**
 * A fused kernel that changes tensors in place, such as a step of an optimizer: one pass over their
 * memory, split over the processors. The inputs of its plan are the changed tensors, in the order
 * of the outputs, then tensors that are only read, then numbers. Nothing is recorded.
 *
 * <p>It computes in the dtype of the first changed tensor, half types in float32. Tensors that are
 * of another dtype or not contiguous are copied, and changed ones copied back.
 */
public final class InPlaceKernel {
  private final KernelPlan plan;
  private final String writer;
  private final KernelRuns runs;
  private final int changed;
  private final int read;

  /** The numbers of the last call, which are mostly those of the next one too. */
  private volatile @Nullable Numbers last;

  @SuppressWarnings("ArrayRecordComponent") // never changed, and seen by this class alone
  private record Numbers(DType dtype, double[] values, List<StridedArray> arrays) {
    boolean are(DType otherDtype, double[] others) {
      return dtype == otherDtype && Arrays.equals(values, others);
    }
  }

  /**
   * A kernel for a plan.
   *
   * @param plan its outputs are full; its inputs are full, as many as outputs or more, then scalar
   * @param writer what messages call the one who changed a tensor: {@code SGD.step}
   */
  public InPlaceKernel(KernelPlan plan, String writer) {
    this.plan = plan;
    this.writer = writer;
    this.runs = new KernelRuns(plan);
    this.changed = plan.outputs().size();
    this.read =
        (int) plan.inputs().stream().filter(input -> input.kind() == InputKind.FULL).count()
            - changed;
    boolean fits =
        read >= 0
            && plan.outputs().stream().allMatch(output -> output.kind() == OutputKind.FULL)
            && plan.inputs().stream()
                .skip(changed + read)
                .allMatch(input -> input.kind() == InputKind.SCALAR);
    if (!fits) {
      throw new IllegalArgumentException(
          "kernel '%s' changes nothing in place: it needs full outputs, a full input for each, other full inputs, then scalar ones"
              .formatted(plan.name()));
    }
  }

  /**
   * Changes tensors.
   *
   * @param tensors all of one shape: those to change, then those that are read
   * @param numbers the values of the scalar inputs
   * @throws ShapeException if shapes differ
   * @throws InPlaceException if a tensor to change cannot be written; then nothing changed
   */
  public void run(Tensor[] tensors, double... numbers) {
    check(tensors, numbers);
    DType given = tensors[0].dtype();
    DType dtype = given.isFloating() && given.byteSize() < Float.BYTES ? DType.FLOAT32 : given;
    @Nullable StridedArray[] inputs = new @Nullable StridedArray[plan.inputs().size()];
    @Nullable StridedArray[] outputs = new @Nullable StridedArray[changed];
    List<Tensor> copies = new ArrayList<>(0);
    try (var _ = Autograd.noGrad()) {
      for (int i = 0; i < tensors.length; i++) {
        inputs[i] = packed(tensors[i], dtype, copies);
      }
      System.arraycopy(inputs, 0, outputs, 0, changed);
      List<StridedArray> scalars = scalars(dtype, numbers);
      for (int i = 0; i < numbers.length; i++) {
        inputs[tensors.length + i] = scalars.get(i);
      }
      runs.run(dtype, 1, 1, tensors[0].numel(), outputs, inputs);
      for (int i = 0; i < changed; i++) {
        written(tensors[i], outputs[i], copies);
      }
    } finally {
      Reference.reachabilityFence(tensors);
      Primitives.release(copies.toArray(new Tensor[0]));
    }
  }

  private void check(Tensor[] tensors, double[] numbers) {
    if (tensors.length != changed + read
        || numbers.length != plan.inputs().size() - tensors.length) {
      throw new IllegalArgumentException(
          "kernel '%s' takes %d tensors and %d numbers, but got %d and %d"
              .formatted(
                  plan.name(),
                  changed + read,
                  plan.inputs().size() - changed - read,
                  tensors.length,
                  numbers.length));
    }
    for (int i = 0; i < changed; i++) {
      Writable.require(tensors[i], writer);
    }
    for (int i = 0; i < tensors.length; i++) {
      tensors[i].storage().checkAlive(writer, plan.inputs().get(i).name());
      if (!Arrays.equals(tensors[i].array().shape(), tensors[0].array().shape())) {
        throw new ShapeException(
            "%s: '%s' has shape %s, but '%s' has shape %s"
                .formatted(
                    writer,
                    plan.inputs().get(i).name(),
                    KernelLayout.text(tensors[i].shape()),
                    plan.inputs().getFirst().name(),
                    KernelLayout.text(tensors[0].shape())));
      }
    }
  }

  private static StridedArray packed(Tensor tensor, DType dtype, List<Tensor> copies) {
    StridedArray array = tensor.array();
    if (array.dtype() == dtype && array.isContiguous()) {
      return array;
    }
    Tensor copy = tensor.detach().to(dtype).copy();
    copies.add(copy);
    return copy.array();
  }

  private List<StridedArray> scalars(DType dtype, double[] numbers) {
    Numbers known = last;
    if (known == null || !known.are(dtype, numbers)) {
      List<StridedArray> arrays = new ArrayList<>(numbers.length);
      try (var _ = OutsideScopes.enter()) {
        for (double number : numbers) {
          arrays.add(Tensor.of(new double[] {number}).to(dtype).array());
        }
      }
      known = new Numbers(dtype, numbers.clone(), arrays);
      last = known;
    }
    return known.arrays();
  }

  /** Tells autograd of a write, or writes back what was computed in a copy. */
  private void written(Tensor tensor, @Nullable StridedArray output, List<Tensor> copies) {
    for (Tensor copy : copies) {
      if (copy.array() == output) {
        tensor.copyFrom(copy);
      }
    }
    tensor.versionCounter().bump(writer);
  }
}
