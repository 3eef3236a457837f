/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Ops that a user writes by hand: Bessel functions, whose values a C function computes, and Snake,
 * whose values a kernel in CUDA C computes. Both have a derivative, and are used in a compiled method.
 * {@link org.gradsmith.samples.foreign.Demonstration} prints and checks them.
 */
@NullMarked
package org.gradsmith.samples.foreign;

import org.jspecify.annotations.NullMarked;
