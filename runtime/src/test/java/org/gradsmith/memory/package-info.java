/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/** Tests of the allocator: reuse, budget, threads. */
@NullMarked
package org.gradsmith.memory;

import org.jspecify.annotations.NullMarked;
