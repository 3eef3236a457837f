/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * The forward and the reverse sweep of a method: lists of steps over the values of its intermediate
 * representation. Enters: what differentiation produced. Leaves: what fusion and the writer of Java
 * read. A step knows nothing of how it is executed.
 */
@NullMarked
package org.gradsmith.sweep;

import org.jspecify.annotations.NullMarked;
