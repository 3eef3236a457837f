/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/// Initial values of parameters under PyTorch's names. Enters: a tensor. Leaves: the same tensor, filled in place from the
/// runtime's seeded generator. It knows nothing of modules.
@NullMarked
package org.gradsmith.nn.init;

import org.jspecify.annotations.NullMarked;
