/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.gradsmith.memory.Storage;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Which gradients of one sweep the sweep alone can reach. Only these may become the gradient of a
 * leaf as they are, and their memory is given back as soon as they have been used. A storage counts
 * as the sweep's own from the pure node that made it, until it is used by two, seen by a hook, or
 * returned.
 */
final class GradientMemory {
  private final Set<Storage> own = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Notes what a pure node returned for the gradients it was given. */
  void made(@Nullable Tensor[] results, @Nullable Tensor[] given) {
    for (Tensor result : results) {
      if (result != null && !aliases(result.storage(), given)) {
        own.add(result.storage());
      }
    }
    for (int i = 0; i < results.length; i++) {
      for (int j = 0; j < i; j++) {
        Tensor one = results[i];
        Tensor other = results[j];
        if (one != null && other != null && one.storage() == other.storage()) {
          own.remove(one.storage());
        }
      }
    }
  }

  /** Notes a sum, whose parts are not needed any more. */
  void added(Tensor sum, Tensor one, Tensor other) {
    own.add(sum.storage());
    release(one);
    release(other);
  }

  /** Gives the memory of used gradients back, unless they live on in the results. */
  void used(@Nullable Tensor[] given, @Nullable Tensor[] results) {
    for (Tensor gradient : given) {
      if (gradient != null && !aliases(gradient.storage(), results)) {
        release(gradient);
      }
    }
  }

  /** Hands a gradient to somebody else; says whether nobody else held it. */
  boolean giveAway(@Nullable Tensor gradient) {
    return gradient != null && own.remove(gradient.storage());
  }

  private void release(Tensor gradient) {
    if (own.remove(gradient.storage())) {
      gradient.storage().release();
    }
  }

  private static boolean aliases(Storage storage, @Nullable Tensor[] tensors) {
    for (Tensor tensor : tensors) {
      if (tensor != null && tensor.storage() == storage) {
        return true;
      }
    }
    return false;
  }
}
