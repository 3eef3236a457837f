/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.javagen;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.gradsmith.ir.Value;
import org.gradsmith.sweep.Step;

/**
 * The storages a sweep has made and not yet released, while its steps are written one by one. What
 * was made before a conditional block is released behind it, so that it is released on both paths.
 */
final class Temporaries {
  private final Ownership ownership;
  private final Map<Step, List<Value>> releases;
  private final Set<Value> scheduled;
  private final List<Value> alive = new ArrayList<>();
  private List<Value> outside = List.of();
  private final List<Value> deferred = new ArrayList<>();

  Temporaries(List<Step> steps, Ownership ownership) {
    this.ownership = ownership;
    this.releases = ownership.releases(steps, Set.of());
    this.scheduled =
        releases.values().stream()
            .flatMap(List::stream)
            .map(ownership::storage)
            .collect(Collectors.toSet());
  }

  /** What is alive now, one value per storage. */
  List<Value> alive() {
    return List.copyOf(alive);
  }

  void enterBlock() {
    outside = List.copyOf(alive);
  }

  /** What died in the block that was alive before it. */
  List<Value> leaveBlock() {
    List<Value> dead = List.copyOf(deferred);
    deferred.clear();
    outside = List.of();
    return dead;
  }

  /** What to release right behind a step. */
  List<Value> after(Step step) {
    for (Value made : step.makes()) {
      if (scheduled.contains(ownership.storage(made)) && find(alive, made).isEmpty()) {
        alive.add(made);
      }
    }
    List<Value> now = new ArrayList<>();
    for (Value dead : releases.getOrDefault(step, List.of())) {
      alive.removeAll(find(alive, dead));
      List<Value> before =
          find(outside, dead); // a view made in the block is out of sight behind it
      if (before.isEmpty()) {
        now.add(dead);
      } else {
        deferred.add(before.getFirst());
      }
    }
    return now;
  }

  /** The values that stand for the same storage. */
  private List<Value> find(List<Value> values, Value value) {
    Value storage = ownership.storage(value);
    return values.stream().filter(v -> ownership.storage(v).equals(storage)).toList();
  }
}
