/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.memory;

import org.jspecify.annotations.Nullable;

/** What one thread keeps of an allocator: the chunk it cuts, and the scope it is in. */
final class LocalMemory {
  @Nullable Chunk chunk;
  @Nullable StorageScope scope;
}
