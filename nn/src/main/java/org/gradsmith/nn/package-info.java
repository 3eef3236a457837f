/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/// Modules: objects that own parameters and map tensors to tensors. Enters: fields, tensors. Leaves: parameters and buffers by
/// PyTorch's names, hooks, and calls, which go to the runtime's compiled calls. Layers, losses, optimizers, data and formats
/// have packages of their own below this one. It knows nothing of the processor.
@NullMarked
package org.gradsmith.nn;

import org.jspecify.annotations.NullMarked;
