/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/// Tensors in files: safetensors, the format of the PyTorch world that cannot execute code. Enters: tensors by name, or a
/// file that nobody vouches for and that is validated before anything is allocated. Leaves: the other of the two. It knows
/// nothing of modules.
@NullMarked
package org.gradsmith.nn.io;

import org.jspecify.annotations.NullMarked;
