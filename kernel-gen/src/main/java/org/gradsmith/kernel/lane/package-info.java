/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Functions as short programs of exact or primitive steps on one lane. Enters: expressions with the
 * dtype they are computed in. Leaves: a graph of steps in which exp, log and their like are spelled
 * out as additions, fused multiply-adds, shifts of bit patterns and choices, so that whoever writes
 * code step by step, for one element or for a vector of them, gets the same bits. It knows neither
 * bytecode nor processors.
 *
 * <p>How the polynomials were found is in docs/decisions/0017.
 */
@NullMarked
package org.gradsmith.kernel.lane;

import org.jspecify.annotations.NullMarked;
