/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

/**
 * Elements of a tensor and where they stand.
 *
 * @param values the elements; gradients flow back to the places they were read from
 * @param indices their places along the dimension, int64, of the same shape
 */
public record ValuesAndIndices(Tensor values, Tensor indices) {}
