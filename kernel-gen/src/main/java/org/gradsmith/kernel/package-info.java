/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Fused kernels before they are code. Enters: what fusion decided, as {@link KernelPlan}s. Leaves:
 * the same, to the writers of {@code kernel.cpu} and {@code kernel.cuda}, and as text beside the
 * generated class, from which the runtime reads them back. It knows neither tensors nor devices.
 */
@NullMarked
package org.gradsmith.kernel;

import org.jspecify.annotations.NullMarked;
