/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.memory;

import java.util.EnumMap;
import java.util.Map;
import org.gradsmith.memory.Chunk.Kind;
import org.jspecify.annotations.Nullable;

/** What one thread keeps of an allocator: the chunks it cuts, and the scope it is in. */
final class LocalMemory {
  private final Map<Kind, Chunk> chunks = new EnumMap<>(Kind.class);
  @Nullable StorageScope scope;

  @Nullable Chunk chunk(Kind kind) {
    return chunks.get(kind);
  }

  void chunk(Kind kind, Chunk chunk) {
    chunks.put(kind, chunk);
  }
}
