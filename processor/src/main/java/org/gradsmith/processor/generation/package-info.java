/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * The back half of the processor, as a list of steps: drop what is unused, share reads, inline, infer shapes,
 * differentiate, fuse, write Java, write kernels. Enters: a method that was read without problems.
 * Leaves: the files of its companion, or problems.
 */
@NullMarked
package org.gradsmith.processor.generation;

import org.jspecify.annotations.NullMarked;
