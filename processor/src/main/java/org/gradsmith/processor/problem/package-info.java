/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * What can be wrong with a method: one sealed family of records, a file per group of codes (AD1xx
 * the accepted subset of Java, 2xx types and shapes, 3xx derivatives, 9xx bugs of the processor).
 *
 * <p>Enters: what a phase found, and where. Leaves: a diagnostic of javac at the smallest wrong
 * tree, which says what is wrong, why, and what to write instead. It knows nothing of the phases.
 */
@NullMarked
package org.gradsmith.processor.problem;

import org.jspecify.annotations.NullMarked;
