/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * The CUDA driver and NVRTC, where they are installed: whether there is a GPU, its memory, kernels compiled
 * for it and launched, and the time they take. Enters: texts of kernels with the variants to run, native
 * memory. Leaves: native memory, or a sentence that says why not. It knows no tensors: nothing of
 * the eager tape or of generated code runs on a GPU yet.
 */
@NullMarked
package org.gradsmith.backend.cuda;

import org.jspecify.annotations.NullMarked;
