/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Random numbers. Enters: a seed. Leaves: tensors of numbers whose element i depends on seed, offset
 * and i only, so that the order of computation and the device do not matter. Every draw reserves a
 * stretch of the stream, in program order.
 */
@NullMarked
package org.gradsmith.tensor.random;

import org.jspecify.annotations.NullMarked;
