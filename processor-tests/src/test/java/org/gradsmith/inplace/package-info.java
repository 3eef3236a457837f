/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Methods with control flow that write to tensors in place: directly, through views, in helpers and
 * modules. What they compute is compared with the tape, which runs the same body, and with
 * differences; what PyTorch refuses is refused.
 */
@NullMarked
package org.gradsmith.inplace;

import org.jspecify.annotations.NullMarked;
