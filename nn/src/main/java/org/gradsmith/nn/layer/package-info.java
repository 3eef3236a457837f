/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/// Layers under PyTorch's names and defaults. Enters: a tensor. Leaves: a tensor. Their bodies are the source that the
/// processor differentiates, and their accessors are public so that a net of another package can inline them. They know
/// nothing of data, losses or optimizers.
@NullMarked
package org.gradsmith.nn.layer;

import org.jspecify.annotations.NullMarked;
