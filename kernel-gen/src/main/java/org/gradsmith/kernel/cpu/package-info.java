/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Pointwise loops and channel sums for the CPU. Enters: expressions with dtypes and stride classes,
 * or kernel plans. Leaves: class files, which the runtime defines as hidden classes, and the one
 * routine that sums per channel. It knows neither tensors nor threads, and names the Vector API by
 * descriptor only: where that module is absent, ask for {@link
 * org.gradsmith.kernel.cpu.PointwiseClassWriter.Form#SCALAR}.
 *
 * <p>What was measured to choose the loops' shape is in docs/decisions/0005: on vectors, add and relu
 * over 10^6 floats run at the speed of a copy; on scalars at a third to a fifth of it.
 */
@NullMarked
package org.gradsmith.kernel.cpu;

import org.jspecify.annotations.NullMarked;
