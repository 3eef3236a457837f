/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Methods with control flow: statements over variables that may be assigned more than once, in
 * blocks, branches and loops. Enters: what the processor's front end reads from Java, jumps made
 * into conditions. Leaves: the same to differentiation and to the writer of Java. What has no
 * derivative stays Java text ({@link org.gradsmith.ir.flow.Code}); what has one is told apart:
 * numbers, elements of arrays, ops of the table, calls.
 */
@NullMarked
package org.gradsmith.ir.flow;

import org.jspecify.annotations.NullMarked;
