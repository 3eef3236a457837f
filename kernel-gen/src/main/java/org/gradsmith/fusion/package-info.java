/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Which steps of a sweep run as one kernel. Enters: a list of steps. Leaves: the same list with
 * chains of pointwise steps, and the channel sums that consume them, replaced by kernels. It
 * decides on what is known at compile time and never on run-time shapes.
 */
@NullMarked
package org.gradsmith.fusion;

import org.jspecify.annotations.NullMarked;
