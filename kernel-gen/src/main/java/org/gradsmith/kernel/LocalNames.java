/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel;

import java.util.HashSet;
import java.util.Set;

/** Names for what a writer adds to a kernel, different from those of the plan's parameters. */
public final class LocalNames {
  private final Set<String> taken = new HashSet<>();

  private LocalNames() {}

  /** Names, none of which is taken. */
  public static LocalNames empty() {
    return new LocalNames();
  }

  /** Names that differ from those of the plan's inputs and outputs. */
  public static LocalNames of(KernelPlan plan) {
    LocalNames names = empty();
    plan.inputs().forEach(input -> names.taken.add(input.name()));
    plan.outputs().forEach(output -> names.taken.add(output.name()));
    return names;
  }

  /** Names that differ from those of the plan's inputs, reductions and outputs. */
  public static LocalNames of(OpenRowPlan plan) {
    LocalNames names = empty();
    plan.inputs().forEach(input -> names.taken.add(input.name()));
    plan.reductions().forEach(reduction -> names.taken.add(reduction.name()));
    plan.outputs().forEach(output -> names.taken.add(output.name()));
    return names;
  }

  /** The name itself, or with as many {@code _} as it takes to be new. */
  public String unique(String name) {
    String candidate = name;
    while (!taken.add(candidate)) {
      candidate += "_";
    }
    return candidate;
  }

  /** The first of {@code t0}, {@code t1}, ... that is new. */
  public String next(String prefix) {
    int number = 0;
    while (!taken.add(prefix + number)) {
      number++;
    }
    return prefix + number;
  }
}
