/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Makes methods with control flow simpler before they are differentiated: calls of small helpers
 * become their bodies, and small arrays of fixed size become variables, so that neither a record of
 * the call nor a shadow of the array is needed.
 */
@NullMarked
package org.gradsmith.processor.simplify;

import org.jspecify.annotations.NullMarked;
