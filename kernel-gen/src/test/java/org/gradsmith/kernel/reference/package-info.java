/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * What kernels mean, element by element in plain Java: the reference for the tests of all writers.
 */
@NullMarked
package org.gradsmith.kernel.reference;

import org.jspecify.annotations.NullMarked;
