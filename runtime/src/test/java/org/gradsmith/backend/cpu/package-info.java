/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/** Tests of the Java kernels on shapes beyond the samples of the op table. */
@NullMarked
package org.gradsmith.backend.cpu;

import org.jspecify.annotations.NullMarked;
