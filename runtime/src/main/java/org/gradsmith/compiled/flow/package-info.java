/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * What generated sweeps of methods with control flow run on. A {@link
 * org.gradsmith.compiled.flow.Sweep} is one call of one method: it records what its reverse sweep
 * reads in fields and, inside loops, on stacks. All sweeps of one outermost call share a {@link
 * org.gradsmith.compiled.flow.Flow}, which knows the adjoints of tensors (each in a {@link
 * org.gradsmith.compiled.flow.Slot}) and of arrays (each in a shadow array), and
 * where tangents are computed the {@link org.gradsmith.compiled.flow.Direction}. A {@link
 * org.gradsmith.compiled.flow.Write} in place gives the elements another slot. It knows nothing of
 * the compiler that wrote the sweeps.
 */
@NullMarked
package org.gradsmith.compiled.flow;

import org.jspecify.annotations.NullMarked;
