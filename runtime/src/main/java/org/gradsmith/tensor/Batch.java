/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.autograd.BatchLevel;

/**
 * What stands behind a tensor that the function within a vmap sees: the values of all examples.
 *
 * @param level the vmap
 * @param value the examples' values along the first dimension, or, if {@code perExample} is false,
 *     the one value that is the same for all; itself of an outer level where vmaps are nested
 * @param perExample whether each example has its own
 * @param mayBeShared whether other tensors show the same elements: no write is possible then
 */
public record Batch(BatchLevel level, Tensor value, boolean perExample, boolean mayBeShared) {}
