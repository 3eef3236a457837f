/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * The op table: every tensor op, declared once, in a file per family. A row has the op's operands
 * and attributes, the rules for its shapes and dtypes, its pointwise expression if it has one, its
 * derivative rules, what happens at a kink, and samples for tests.
 *
 * <p>Rules are ordinary Java, generic over who executes them: {@link org.gradsmith.ir.op.Ops} for
 * derivatives, {@link org.gradsmith.ir.op.Dims} for shapes. So the compiler and the eager tape
 * share them, and no derivative is written twice. The table is closed: whatever a rule applies is a
 * row too.
 */
@NullMarked
package org.gradsmith.ir.op;

import org.jspecify.annotations.NullMarked;
