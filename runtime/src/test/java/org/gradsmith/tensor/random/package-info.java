/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/** Tests of the generator: published answers, independence of order, distributions. */
@NullMarked
package org.gradsmith.tensor.random;

import org.jspecify.annotations.NullMarked;
