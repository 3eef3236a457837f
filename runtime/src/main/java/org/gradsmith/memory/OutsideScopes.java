/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.memory;

import org.jspecify.annotations.Nullable;

/**
 * Until it is closed, what this thread allocates belongs to none of the scopes that are open: for
 * what outlives them without the user's doing, such as the state of an optimizer.
 */
public final class OutsideScopes implements AutoCloseable {
  private final LocalMemory local;
  private final @Nullable StorageScope scope;

  private OutsideScopes(LocalMemory local) {
    this.local = local;
    this.scope = local.scope;
    local.scope = null;
  }

  /** Leaves the scopes of this thread. */
  public static OutsideScopes enter() {
    return new OutsideScopes(Allocator.ofProcess().local());
  }

  /** Returns to them; on the same thread. */
  @Override
  public void close() {
    local.scope = scope;
  }
}
