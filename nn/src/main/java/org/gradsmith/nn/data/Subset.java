/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Some examples of another dataset. */
final class Subset implements Dataset {
  private final Dataset whole;
  private final int[] indices;

  Subset(Dataset whole, int... indices) {
    for (int index : indices) {
      Objects.checkIndex(index, whole.size());
    }
    this.whole = whole;
    this.indices = indices.clone();
  }

  static List<Dataset> randomSplit(Dataset whole, long seed, int... sizes) {
    long total = 0;
    for (int size : sizes) {
      if (size < 0) {
        throw new IllegalArgumentException(
            "randomSplit(%s): a part cannot have %s examples".formatted(text(sizes), size));
      }
      total += size;
    }
    if (total != whole.size()) {
      throw new IllegalArgumentException(
          "randomSplit(%s): the parts have %s examples together, but the dataset has %s"
              .formatted(text(sizes), total, whole.size()));
    }
    int[] order = Shuffle.permutation(whole.size(), seed, 0);
    List<Dataset> parts = new ArrayList<>();
    int from = 0;
    for (int size : sizes) {
      parts.add(new Subset(whole, Arrays.copyOfRange(order, from, from + size)));
      from += size;
    }
    return List.copyOf(parts);
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public Sample get(int index) {
    return whole.get(indices[Objects.checkIndex(index, indices.length)]);
  }

  @Override
  public Batch batch(int... wanted) {
    int[] inWhole = new int[wanted.length];
    for (int i = 0; i < wanted.length; i++) {
      inWhole[i] = indices[Objects.checkIndex(wanted[i], indices.length)];
    }
    return whole.batch(inWhole);
  }

  private static String text(int... sizes) {
    String list = Arrays.toString(sizes);
    return list.substring(1, list.length() - 1);
  }
}
