/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/** Tests of tensors: every op of the table against plain loops, views, writes in place, errors, text. */
@NullMarked
package org.gradsmith.tensor;

import org.jspecify.annotations.NullMarked;
