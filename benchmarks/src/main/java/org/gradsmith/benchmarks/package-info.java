/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Measures what an op costs, what large tensors cost, and how pointwise expressions are best
 * executed. Plain programs that print a table, and the same ops under JMH.
 */
@NullMarked
package org.gradsmith.benchmarks;

import org.jspecify.annotations.NullMarked;
