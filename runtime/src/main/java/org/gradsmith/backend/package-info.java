/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * What executes ops. Enters: rows of the op table and arrays in some layout. Leaves: filled result
 * arrays. Knows neither tensors nor autograd: shapes and dtypes have been checked before.
 */
@NullMarked
package org.gradsmith.backend;

import org.jspecify.annotations.NullMarked;
