/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

/**
 * The different elements of a tensor.
 *
 * @param values each of them once, in one dimension
 * @param inverse for each element of the tensor, the place of its value; int64, of its shape
 * @param counts how often each value occurs; int64
 */
public record UniqueElements(Tensor values, Tensor inverse, Tensor counts) {}
