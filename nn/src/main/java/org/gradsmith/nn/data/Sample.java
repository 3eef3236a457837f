/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.data;

import org.gradsmith.tensor.Tensor;

/**
 * One example of a dataset.
 *
 * @param input what goes into the net, without a batch dimension
 * @param target what should come out; a class number is an int64 tensor of no dimensions
 */
public record Sample(Tensor input, Tensor target) {}
