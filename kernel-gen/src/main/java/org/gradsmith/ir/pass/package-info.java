/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Transformations of a method, one per file: each takes a {@link org.gradsmith.ir.Method} and
 * returns another that computes the same values. They know neither Java trees nor tensors.
 */
@NullMarked
package org.gradsmith.ir.pass;

import org.jspecify.annotations.NullMarked;
