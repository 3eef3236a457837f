/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * What is known of CUDA on this machine: whether there is a GPU, and whether NVRTC can compile kernels.
 * Enters: the driver and NVRTC, where they are installed. Leaves: a sentence that says why not, or
 * compiled kernels. Nothing runs on a GPU yet.
 */
@NullMarked
package org.gradsmith.backend.cuda;

import org.jspecify.annotations.NullMarked;
