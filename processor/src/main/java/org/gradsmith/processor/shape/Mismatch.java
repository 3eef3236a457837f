/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.shape;

import java.util.List;
import org.gradsmith.ir.Node;

/**
 * An op whose operands provably do not fit.
 *
 * @param node the op
 * @param reason what was found and what would fit, from the table
 * @param operands what is known of the operands' shapes, as text
 */
public record Mismatch(Node.Apply node, String reason, List<String> operands) {}
