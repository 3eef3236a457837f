/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.fusion;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.gradsmith.sweep.Step;

/** Finds which steps of a sweep one kernel can run. */
final class Regions {
  private final List<Step> steps;
  private final ShapeFacts shapes;
  private final List<Region> regions = new ArrayList<>();

  private Regions(List<Step> steps, ShapeFacts shapes) {
    this.steps = steps;
    this.shapes = shapes;
  }

  /** The region of each step that a kernel is to run, by the step's index. */
  static Map<Integer, Region> grow(
      List<Step> steps, Predicate<Step.Compute> fusible, ShapeFacts shapes) {
    Regions growing = new Regions(steps, shapes);
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i) instanceof Step.Compute step && fusible.test(step)) {
        growing.add(step, i);
      }
    }
    growing.joinNeighbours();
    Map<Integer, Region> found = new TreeMap<>();
    for (Region region : growing.regions) {
      if (!region.isTrivial()) {
        region.indices().forEach(index -> found.put(index, region));
      }
    }
    return found;
  }

  /** Puts a step into the regions that make its operands: into all of them, or into some. */
  private void add(Step.Compute step, int index) {
    Region alone = Region.of(step, index, shapes);
    List<Region> makers =
        regions.stream()
            .filter(region -> step.node().operands().stream().anyMatch(region::hasElementsOf))
            .toList();
    List<Region> all = new ArrayList<>(makers);
    all.add(alone);
    Optional<Region> whole = makers.isEmpty() ? Optional.of(alone) : union(all);
    if (whole.isPresent()) {
      regions.removeAll(makers);
      regions.add(whole.get());
      return;
    }
    Region grown = alone;
    for (Region maker : makers) {
      Optional<Region> both = union(List.of(maker, grown));
      if (both.isPresent()) {
        regions.remove(maker);
        grown = both.get();
      }
    }
    regions.add(grown);
  }

  /** Regions that read the same elements, so that they are read once. */
  private void joinNeighbours() {
    for (int i = 0; i < regions.size(); i++) {
      for (int k = i + 1; k < regions.size(); k++) {
        Region first = regions.get(i);
        Region second = regions.get(k);
        Optional<Region> both =
            first.sharesInputs(second) ? union(List.of(first, second)) : Optional.empty();
        if (both.isPresent()) {
          regions.set(i, both.get());
          regions.remove(k);
          k = i;
        }
      }
    }
  }

  private Optional<Region> union(List<Region> parts) {
    return Region.union(parts).filter(this::canWait);
  }

  /**
   * Whether nothing outside a region, up to its last step, reads what it makes. A contribution to a
   * gradient can be made later.
   */
  private boolean canWait(Region region) {
    for (int i = region.first(); i < region.last(); i++) {
      Step step = steps.get(i);
      if (!region.indices().contains(i)
          && !(step instanceof Step.Contribute)
          && (step.reads().stream().anyMatch(region::makes)
              || step.shapesRead().stream().anyMatch(region::makes))) {
        return false;
      }
    }
    return true;
  }
}
