/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * From javac's trees to methods with control flow. {@link
 * org.gradsmith.processor.lowering.MethodLowering} walks the statements of a body ({@link
 * org.gradsmith.processor.lowering.Statements}); jumps become conditions ({@link
 * org.gradsmith.processor.lowering.Exits}); numbers ({@link
 * org.gradsmith.processor.lowering.Reals}) and tensors ({@link
 * org.gradsmith.processor.lowering.Tensors}) are computed one operation after another, and all else
 * stays Java ({@link org.gradsmith.processor.lowering.Plain}). Enters: the attributed source of a
 * method. Leaves: a {@link org.gradsmith.ir.flow.FlowMethod}, or a problem at each expression that
 * cannot be followed. It knows nothing of adjoints.
 */
@NullMarked
package org.gradsmith.processor.lowering;

import org.jspecify.annotations.NullMarked;
