/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/** Tests of oneDNN against the Java kernels. */
@NullMarked
package org.gradsmith.backend.cpu.onednn;

import org.jspecify.annotations.NullMarked;
