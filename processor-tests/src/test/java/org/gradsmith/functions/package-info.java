/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/** Functions of tensors that become part of the straight lines which call them. */
@NullMarked
package org.gradsmith.functions;

import org.jspecify.annotations.NullMarked;
