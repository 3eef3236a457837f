/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Layers that are nothing but fused kernels, forward and backward: what to look at with {@code
 * ./gradsmith inspect}, and what the benchmark of fusion measures. They know nothing of training.
 */
@NullMarked
package org.gradsmith.samples.fusion;

import org.jspecify.annotations.NullMarked;
