/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.data;

import java.util.Arrays;
import java.util.List;

/**
 * A finite collection of examples that can be read in any order and by several threads at once.
 * What {@link #get} returns should depend on the index only: then loading is reproducible however
 * many workers there are.
 */
public interface Dataset {
  /** The number of examples. */
  int size();

  /** One example; an {@link IndexOutOfBoundsException} unless {@code 0 <= index < size()}. */
  Sample get(int index);

  /** The examples of these indices, in this order, stacked. */
  default Batch batch(int... indices) {
    return Rows.stack(Arrays.stream(indices).mapToObj(this::get).toList());
  }

  /** Some of the examples, in the order of the given indices. */
  default Dataset subset(int... indices) {
    return new Subset(this, indices);
  }

  /**
   * Deals the examples out at random into parts of the given sizes, which must add up to {@link
   * #size()}. The same seed gives the same parts on every machine.
   */
  default List<Dataset> randomSplit(long seed, int... sizes) {
    return Subset.randomSplit(this, seed, sizes);
  }
}
