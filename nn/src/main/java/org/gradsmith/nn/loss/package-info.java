/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/// What a net is trained to make small. Enters: predictions and targets. Leaves: a tensor to call backward on. It knows
/// nothing of modules or data.
@NullMarked
package org.gradsmith.nn.loss;

import org.jspecify.annotations.NullMarked;
