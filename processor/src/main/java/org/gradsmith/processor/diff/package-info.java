/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Differentiation. Enters: a method whose calls are inlined as far as they may be. Leaves: its
 * forward and reverse sweeps. The rules come from the op table; this package decides in which order
 * they run ({@link org.gradsmith.processor.diff.Reverse}) and which values a gradient can flow to
 * ({@link org.gradsmith.processor.diff.Activity}).
 */
@NullMarked
package org.gradsmith.processor.diff;

import org.jspecify.annotations.NullMarked;
