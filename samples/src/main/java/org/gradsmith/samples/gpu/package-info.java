/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/// Verifies kernels on a GPU. Into it go the kernels on the class path, those of the op table and
/// random ones; out come a Markdown table and JSON.
///
/// `GpuVerification` is the list of what is done. `KernelCheck` runs a kernel in a layout on the GPU
/// and on the CPU and compares both with `Expected`, which computes from the plan alone what may
/// come out, by `RoundedArithmetic`. `RowCheck` does the same for kernels over rows: those of the table
/// are compared with the CPU in float64 (`RowsInDouble`), those that fusion made with `ExpectedRows`. `Bandwidth` measures workloads, `Peers` asks PyTorch for the
/// same. `Bundle` packs all of it for a machine without a JDK.
///
/// It knows the GPU through `backend.cuda` alone, and nothing of tensors' ops.
@NullMarked
package org.gradsmith.samples.gpu;

import org.jspecify.annotations.NullMarked;
