/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Programs that the processor refuses. Carets in a comment stand under the exact columns of what is
 * wrong; beside each program stands its nearest neighbour that is accepted.
 */
@NullMarked
package org.gradsmith.reject;

import org.jspecify.annotations.NullMarked;
