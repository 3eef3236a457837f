/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Kernel plans and row plans as CUDA C. Enters: the plans of one companion and the lines of Java
 * they come from. Leaves: one text that NVRTC and nvcc compile without headers, and g++ through the
 * emulation that the tests use. It knows neither tensors nor the driver.
 *
 * <p>Contraction is decided where the text is compiled, by {@link
 * org.gradsmith.kernel.cuda.CudaWriter#OPTIONS}: without it, arithmetic gives the bits of the CPU
 * and of the unfused ops, and kernels that wait for memory lose nothing by it.
 */
@NullMarked
package org.gradsmith.kernel.cuda;

import org.jspecify.annotations.NullMarked;
