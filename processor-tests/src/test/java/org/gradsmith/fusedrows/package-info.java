/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Rows of methods with control flow that run in kernels: which do, what they compute for tensors of
 * all kinds, and what they say of mistakes.
 */
@NullMarked
package org.gradsmith.fusedrows;

import org.jspecify.annotations.NullMarked;
