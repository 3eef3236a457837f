/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.memory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Releases, when closed, every storage that its thread allocated since it was opened, but for those
 * that are kept. Scopes nest; what an inner one keeps belongs to the outer one.
 */
public final class StorageScope implements AutoCloseable {
  private static final int FIRST_SWEEP = 1024;

  private final LocalMemory local;
  private final @Nullable StorageScope outer;
  private final String releasedBy;
  private final Set<Storage> kept = Collections.newSetFromMap(new IdentityHashMap<>());
  private List<Storage> made = new ArrayList<>();
  private int sweepAt = FIRST_SWEEP;
  private boolean closed;

  private StorageScope(LocalMemory local, String releasedBy) {
    this.local = local;
    this.outer = local.scope;
    this.releasedBy = releasedBy;
  }

  /**
   * Opens a scope on this thread.
   *
   * @param releasedBy how errors say that a storage was released here: {@code was released by ...}
   */
  public static StorageScope open(String releasedBy) {
    LocalMemory local = Allocator.ofProcess().local();
    StorageScope scope = new StorageScope(local, releasedBy);
    local.scope = scope;
    return scope;
  }

  void add(Storage storage) {
    if (made.size() == sweepAt) {
      made.removeIf(Storage::isReleased); // a long scope must not remember all of its past
      sweepAt = Math.max(FIRST_SWEEP, 2 * made.size());
    }
    made.add(storage);
  }

  /** Lets a storage outlive this scope; it then belongs to the outer one, if there is one. */
  public void keep(Storage storage) {
    kept.add(storage);
  }

  /** Releases the rest; on the thread that opened the scope, inner scopes first. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    if (local != Allocator.ofProcess().local() || local.scope != this) {
      throw new IllegalStateException(
          "a scope is closed by the thread that opened it, after the scopes opened within it");
    }
    closed = true;
    local.scope = outer;
    for (Storage storage : made.reversed()) {
      if (!kept.contains(storage)) {
        storage.release(releasedBy);
      } else if (outer != null) {
        outer.add(storage);
      }
    }
    made = List.of();
  }
}
