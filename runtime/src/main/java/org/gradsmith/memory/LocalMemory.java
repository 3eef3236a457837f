/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.memory;

import org.gradsmith.memory.Chunk.Kind;
import org.jspecify.annotations.Nullable;

/** What one thread keeps of an allocator: the chunks it cuts, and the scope it is in. */
final class LocalMemory {
  private final @Nullable Chunk[] chunks = new @Nullable Chunk[Kind.values().length];
  @Nullable StorageScope scope;

  @Nullable Chunk chunk(Kind kind) {
    return chunks[kind.ordinal()];
  }

  void chunk(Kind kind, Chunk chunk) {
    chunks[kind.ordinal()] = chunk;
  }
}
