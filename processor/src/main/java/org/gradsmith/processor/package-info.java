/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/// The annotation processor. Enters: the attributed trees of methods marked `@Differentiable`.
/// Leaves: Java classes with the forward and reverse sweeps, and `.cu` files beside them. It knows
/// the classes of the runtime by name only, never by reference.
@NullMarked
package org.gradsmith.processor;

import org.jspecify.annotations.NullMarked;
