/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something that is found when it is first asked for; asking again after a failure tries again. */
public final class Once<T> implements Supplier<T> {
  private final Supplier<? extends T> source;
  private volatile @Nullable T found;

  private Once(Supplier<? extends T> source) {
    this.source = source;
  }

  /** What a source gives; threads that ask at the same time may each ask it. */
  public static <T> Once<T> of(Supplier<? extends T> source) {
    return new Once<>(source);
  }

  @Override
  public T get() {
    T known = found;
    if (known == null) {
      known = source.get();
      found = known;
    }
    return known;
  }
}
