/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.autograd.UserLine;
import org.gradsmith.memory.StorageScope;

/**
 * Gives memory back at once, for those who want that: when a scope is closed, everything that its
 * thread computed within it is released, but for what was kept. Nobody needs scopes; unreachable
 * tensors are found without them, only later.
 *
 * <pre>{@code
 * try (var scope = TensorScope.open()) {
 *   result = scope.keep(x.mul(x).add(y));
 * }
 * }</pre>
 *
 * <p>Gradients are computed tensors too: what {@code backward} leaves in {@code grad} within a
 * scope is released with it, unless it is kept.
 */
public final class TensorScope implements AutoCloseable {
  private final StorageScope storages;

  private TensorScope(StorageScope storages) {
    this.storages = storages;
  }

  /** Opens a scope on this thread; errors call it by the line that opened it. */
  public static TensorScope open() {
    String line = UserLine.find();
    return opened("the scope" + (line == null ? "" : " opened at " + line));
  }

  /** Opens a scope on this thread; errors call it by that name. */
  public static TensorScope open(String name) {
    return opened("the scope '" + name + "'");
  }

  private static TensorScope opened(String title) {
    return new TensorScope(
        StorageScope.open(
            "was released when "
                + title
                + " was closed; pass a tensor that is used later to the scope's keep(...)"));
  }

  /**
   * Lets a tensor, with all its views, outlive this scope; it then belongs to the outer one, if
   * there is one. A tensor made before the scope was opened stays in any case.
   */
  public Tensor keep(Tensor tensor) {
    storages.keep(tensor.storage());
    return tensor;
  }

  /** Releases the rest; on the thread that opened the scope, inner scopes first. */
  @Override
  public void close() {
    storages.close();
  }
}
