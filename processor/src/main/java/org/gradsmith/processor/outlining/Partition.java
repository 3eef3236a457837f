/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.outlining;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;

/**
 * Parts rows so that each part has one result. With several, one could have a cotangent and another
 * none, and zeros in its place would not do: 0 times an infinite derivative is no number.
 */
final class Partition {
  private Partition() {}

  /**
   * The parts, each as indices of its rows in order, and in an order in which they can run.
   *
   * @param results what others read
   */
  static List<List<Integer>> of(List<Node.Apply> rows, Set<Value> results) {
    int[] ends = new int[rows.size()];
    SortedMap<Integer, List<Integer>> parts = new TreeMap<>();
    for (int i = rows.size() - 1; i >= 0; i--) {
      Value made = rows.get(i).results().getFirst();
      Set<Integer> readers = new TreeSet<>();
      for (int k = i + 1; k < rows.size(); k++) {
        if (rows.get(k).operands().contains(made)) {
          readers.add(ends[k]);
        }
      }
      boolean isInner = readers.size() == 1 && !results.contains(made);
      ends[i] = isInner ? readers.iterator().next() : i;
      parts.computeIfAbsent(ends[i], _ -> new ArrayList<>()).addFirst(i);
    }
    return List.copyOf(parts.values());
  }
}
