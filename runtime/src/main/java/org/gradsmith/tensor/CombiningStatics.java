/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

/**
 * Tensor's static methods that take several tensors: {@code Tensor.cat}, {@code Tensor.where}, ...
 */
public abstract sealed class CombiningStatics extends DrawingStatics permits Tensor {
  CombiningStatics() {}
}
