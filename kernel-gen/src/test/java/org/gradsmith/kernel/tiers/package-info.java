/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * The same kernels on every tier that needs no GPU: as classes on scalars and on vectors, and as
 * CUDA text that g++ compiled, each against what the kernel means.
 */
@NullMarked
package org.gradsmith.kernel.tiers;

import org.jspecify.annotations.NullMarked;
