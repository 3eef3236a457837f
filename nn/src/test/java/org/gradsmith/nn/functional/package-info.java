/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/// What the functional forms of layers refuse, and what PyTorch gives for inputs of our own.
@NullMarked
package org.gradsmith.nn.functional;

import org.jspecify.annotations.NullMarked;
