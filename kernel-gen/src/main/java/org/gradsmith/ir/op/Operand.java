/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import java.util.Optional;

/**
 * A tensor operand of an op.
 *
 * @param name its name in the table
 * @param optional whether it may be absent (a layer without bias)
 * @param vjp its derivative rule; empty where no gradient flows
 * @param notDifferentiable the reason, where {@code vjp} is empty
 */
public record Operand(String name, boolean optional, Optional<Vjp> vjp, String notDifferentiable) {}
