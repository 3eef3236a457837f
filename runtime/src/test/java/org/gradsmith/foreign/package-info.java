/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/** Ops whose values C functions and CUDA kernels compute. */
@NullMarked
package org.gradsmith.foreign;

import org.jspecify.annotations.NullMarked;
