/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Ops that users write by hand: their values are computed by a function of a C library, called
 * through {@code java.lang.foreign}, or by a kernel in CUDA C. Enters: where the function or the
 * kernel is ({@link org.gradsmith.foreign.CFunction}, {@link org.gradsmith.foreign.CudaKernel}), its
 * parameters in their order, the shape of its result and, if it has one, its derivative. Leaves: a
 * {@link org.gradsmith.foreign.ForeignOp}, whose calls are recorded on the tape, and which compiled
 * methods call as they are.
 *
 * <p>The package knows tensors, the tape and the launch path of CUDA. Derivatives are the user's; it
 * must not know the op table, nor generated code.
 */
@NullMarked
package org.gradsmith.foreign;

import org.jspecify.annotations.NullMarked;
