/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/** Compares the tensor library with recorded values of PyTorch. */
@NullMarked
package org.gradsmith.samples.conformance;

import org.jspecify.annotations.NullMarked;
