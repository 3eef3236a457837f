/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.foreign;

import java.util.List;
import org.gradsmith.tensor.Tensor;

/**
 * What one call of a foreign op is given.
 *
 * @param inputs the tensors, in the order of the parameters
 * @param scalars the numbers, in the order of the parameters and in their types
 */
public record Operands(List<Tensor> inputs, List<Number> scalars) {
  public Operands {
    inputs = List.copyOf(inputs);
    scalars = List.copyOf(scalars);
  }

  /** An input, counted from 0 on. */
  public Tensor input(int index) {
    return inputs.get(index);
  }

  /** A scalar, counted from 0 on. */
  public double scalar(int index) {
    return scalars.get(index).doubleValue();
  }

  /** A scalar that is an integer, counted from 0 on. */
  public long integer(int index) {
    return scalars.get(index).longValue();
  }
}
