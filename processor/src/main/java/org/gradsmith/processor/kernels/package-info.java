/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * The kernel files of a companion: the text that the runtime reads, and CUDA C. Enters: kernel
 * plans. Leaves: file contents; how a kernel is spelled is kernel-gen's knowledge.
 */
@NullMarked
package org.gradsmith.processor.kernels;

import org.jspecify.annotations.NullMarked;
