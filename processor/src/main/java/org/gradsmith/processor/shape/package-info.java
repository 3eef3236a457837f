/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Symbolic shapes: the table's shape rules run over polynomials in named sizes. Enters: a method,
 * what {@code @Shape} and constant constructor arguments say. Leaves: the shape of every value as
 * far as it is known, and a problem at each expression whose operands provably do not fit.
 */
@NullMarked
package org.gradsmith.processor.shape;

import org.jspecify.annotations.NullMarked;
