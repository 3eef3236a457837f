/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/// What nets learn from: datasets that can be read in any order, a loader that deals them out in reproducible batches, the
/// reader of IDX files (MNIST and its relatives) and their download into the user's cache. Enters: files, arrays, tensors.
/// Leaves: batches of tensors on the CPU. It knows nothing of modules or optimizers.
@NullMarked
package org.gradsmith.nn.data;

import org.jspecify.annotations.NullMarked;
