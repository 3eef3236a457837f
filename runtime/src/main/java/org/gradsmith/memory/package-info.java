/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Off-heap memory that frees itself. Enters: sizes in bytes. Leaves: storages, aligned to 64 bytes,
 * from an allocator that keeps and reuses freed blocks. Nobody has to close anything: unreachable
 * storages come back through the garbage collector, which is asked to run when memory gets tight.
 * Knows nothing of tensors; who holds most is told by op and by the line that autograd finds.
 */
@NullMarked
package org.gradsmith.memory;

import org.jspecify.annotations.NullMarked;
