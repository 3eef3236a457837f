/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled.flow;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Values that the user has declared to be constants to differentiation. */
public final class Constants {
  private Constants() {}

  /**
   * A value whose tensors stand for themselves alone: detached, in lists, arrays, maps and records
   * too, which are copied for that.
   *
   * @param <V> its type
   */
  @SuppressWarnings("unchecked") // what is rebuilt has the class of what it is rebuilt from
  public static <V> @Nullable V of(@Nullable V value) {
    if (value instanceof Map<?, ?> map) {
      Map<@Nullable Object, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((key, part) -> copy.put(key, of(part)));
      return (V) copy;
    }
    Iterator<Tensor> detached =
        Holders.tensors(value).stream().map(Tensor::detach).toList().iterator();
    return detached.hasNext() ? (V) Holders.rebuilt(value, detached) : value;
  }
}
