/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/** Tests of the GPU probe and of NVRTC, where it is installed. */
@NullMarked
package org.gradsmith.backend.cuda;

import org.jspecify.annotations.NullMarked;
