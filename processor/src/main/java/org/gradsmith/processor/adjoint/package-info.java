/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Differentiation of methods with control flow. Enters: a {@link org.gradsmith.ir.flow.FlowMethod}.
 * Leaves, in reverse mode: its forward sweep, which records, and its reverse sweep, line by line
 * ({@link org.gradsmith.processor.adjoint.Sweeps}). Which numbers have adjoints is said by Activity,
 * how a block keeps its variables by Scope, what a statement becomes by Reverse and the classes it
 * asks. In forward mode Tangent makes a method that computes tangents too, which is written without
 * a record ({@link org.gradsmith.processor.adjoint.Unrecorded}) or goes through reverse mode in turn,
 * for products with the Hessian. The rules are those of the op table; it knows nothing of javac.
 */
@NullMarked
package org.gradsmith.processor.adjoint;

import org.jspecify.annotations.NullMarked;
