/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * oneDNN for products of matrices and for convolution in float32. Enters: rows of the op table and
 * contiguous arrays. Leaves: filled results, or "not served", and then the Java kernels do it. The
 * library is bound by JavaCPP; primitives are made once per shape and kept.
 *
 * <p>Everything native is behind {@link org.gradsmith.backend.cpu.onednn.OneDnn}: other packages see
 * no JavaCPP class, so that they load where the library is missing.
 */
@NullMarked
package org.gradsmith.backend.cpu.onednn;

import org.jspecify.annotations.NullMarked;
