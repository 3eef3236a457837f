/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/** Tests of the tape, and of every derivative rule of the op table. */
@NullMarked
package org.gradsmith.autograd;

import org.jspecify.annotations.NullMarked;
