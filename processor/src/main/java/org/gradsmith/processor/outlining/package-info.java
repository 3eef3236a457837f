/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Takes runs of rows out of methods with control flow, so that kernels run them. Enters: a method
 * that is about to be differentiated. Leaves: the method with one call in the place of each run,
 * and the run as a straight line with sweeps of its own. It knows nothing of trees.
 */
@NullMarked
package org.gradsmith.processor.outlining;

import org.jspecify.annotations.NullMarked;
