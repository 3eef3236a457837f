/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/// Layers as functions, as PyTorch's {@code torch.nn.functional}: a class per subject. Enters:
/// tensors and options. Leaves: tensors that carry gradients. They are put together from ops of the
/// table, so derivatives of every order come with them; the package knows nothing of modules.
@NullMarked
package org.gradsmith.nn.functional;

import org.jspecify.annotations.NullMarked;
