/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.data;

import java.util.Arrays;
import java.util.Objects;
import org.gradsmith.tensor.Tensor;

/** Examples that lie in two tensors, one example per index of their first dimension. */
public final class TensorDataset implements Dataset {
  private final Tensor inputs;
  private final Tensor targets;
  private final int size;

  /** Both tensors have the same size of dimension 0. */
  public TensorDataset(Tensor inputs, Tensor targets) {
    if (inputs.dim() == 0 || targets.dim() == 0 || inputs.size(0) != targets.size(0)) {
      throw new IllegalArgumentException(
          "inputs %s and targets %s must have the same size of dimension 0"
              .formatted(Arrays.toString(inputs.shape()), Arrays.toString(targets.shape())));
    }
    this.inputs = inputs.detach().contiguous();
    this.targets = targets.detach().contiguous();
    this.size = Math.toIntExact(inputs.size(0));
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Sample get(int index) {
    Objects.checkIndex(index, size);
    return new Sample(inputs.select(0, index), targets.select(0, index));
  }

  @Override
  public Batch batch(int... indices) {
    return new Batch(Rows.gather(inputs, indices), Rows.gather(targets, indices));
  }
}
