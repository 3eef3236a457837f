/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * The objective functions of the ADBench suite as plain Java over arrays: a mixture of Gaussians,
 * bundle adjustment and hand tracking. Nothing in them is written for differentiation.
 */
@NullMarked
package org.gradsmith.samples.adbench;

import org.jspecify.annotations.NullMarked;
