/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Writes the sweeps of a method with control flow in Java. Enters: {@link
 * org.gradsmith.processor.adjoint.Sweeps}. Leaves: the source of a class. What is computed, kept and
 * brought back was decided before.
 */
@NullMarked
package org.gradsmith.processor.sweepgen;

import org.jspecify.annotations.NullMarked;
