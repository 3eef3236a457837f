/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Numbers as the judge of derivatives. Enters: a method that was compiled, and arguments. Leaves: a
 * failure, or nothing. It knows what a derivative is, and nothing of how one is generated.
 */
@NullMarked
package org.gradsmith.numeric;

import org.jspecify.annotations.NullMarked;
