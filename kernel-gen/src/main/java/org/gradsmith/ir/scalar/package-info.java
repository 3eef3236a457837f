/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Expressions for one element of a pointwise result. Enters: rows of the op table. Leaves: the same
 * expressions, substituted into one another by fusion and spelled by the kernel writers.
 */
@NullMarked
package org.gradsmith.ir.scalar;

import org.jspecify.annotations.NullMarked;
