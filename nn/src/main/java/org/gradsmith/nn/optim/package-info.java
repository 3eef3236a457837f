/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/// What changes parameters after backward. Enters: a list of tensors and their gradients. Leaves: the same tensors, updated
/// in place outside the autograd graph; the optimizer's own state can be saved and loaded as tensors by name. It knows
/// nothing of modules.
@NullMarked
package org.gradsmith.nn.optim;

import org.jspecify.annotations.NullMarked;
