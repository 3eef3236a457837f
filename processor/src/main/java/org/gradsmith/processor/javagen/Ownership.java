/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.javagen;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradsmith.ir.Value;
import org.gradsmith.sweep.Step;

/**
 * Which values may share a storage, and which storages a sweep owns alone. A view lives in the
 * storage of its base, so a storage is released when the last value in it is dead, and never if one
 * of them can be reached from outside.
 */
final class Ownership {
  private final Map<Value, Value> parents = new HashMap<>();
  private final Set<Value> reachable = new HashSet<>();

  /**
   * @param steps the steps of a sweep
   * @param reachable values that others can reach too
   */
  Ownership(List<Step> steps, Collection<Value> reachable) {
    for (Step step : steps) {
      switch (step) {
        case Step.Compute compute -> {
          if (compute.node().op().isView()) {
            join(compute.makes().getFirst(), compute.reads().getFirst());
          }
        }
        case Step.CallModule call -> reachBoth(call);
        case Step.ReverseModule call -> reachBoth(call);
        case Step.Contribute contribute -> reach(contribute.reads());
        case Step.RunKernel _ -> {}
      }
    }
    reach(reachable);
  }

  /** What goes into or comes out of a module may be kept there: by its tape, or by a hook. */
  private void reachBoth(Step call) {
    reach(call.reads());
    reach(call.makes());
  }

  private void reach(Collection<Value> values) {
    reachable.addAll(values);
  }

  private void join(Value view, Value base) {
    parents.put(storage(view), storage(base));
  }

  /** A value that stands for the storage. */
  Value storage(Value value) {
    Value root = value;
    while (parents.containsKey(root)) {
      root = parents.get(root);
    }
    return root;
  }

  /** Whether nobody else can reach the value's storage. */
  boolean owns(Value value) {
    Value storage = storage(value);
    return reachable.stream().noneMatch(other -> storage(other).equals(storage));
  }

  /**
   * The values to release behind each step: one per owned storage whose last use the step is.
   *
   * @param kept storages of these stay
   */
  Map<Step, List<Value>> releases(List<Step> steps, Collection<Value> kept) {
    Set<Value> done = new HashSet<>();
    kept.forEach(v -> done.add(storage(v)));
    Map<Step, List<Value>> releases = new HashMap<>();
    for (Step step : steps.reversed()) {
      List<Value> touched = new ArrayList<>(step.reads());
      touched.addAll(step.shapesRead());
      touched.addAll(step.makes());
      List<Value> dead =
          touched.stream()
              .filter(v -> madeBy(steps, storage(v)) && owns(v))
              .filter(v -> done.add(storage(v)))
              .toList();
      releases.put(step, dead);
    }
    return releases;
  }

  private static boolean madeBy(List<Step> steps, Value value) {
    return steps.stream().anyMatch(step -> step.makes().contains(value));
  }
}
