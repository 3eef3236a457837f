/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Writes the companion of a class in Java: readable, deterministic, clean under {@code -Xlint:all}.
 * Enters: differentiated and fused sweeps. Leaves: a source file. What a value is called, where it
 * is kept and when it is released is decided here; what is computed is not.
 */
@NullMarked
package org.gradsmith.processor.javagen;

import org.jspecify.annotations.NullMarked;
