/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

import java.util.ArrayList;
import java.util.List;

/** The variables that can be named at a place: of a method, or of a block in it. */
final class Names {
  final List<String> numbers;
  final List<String> wholes;

  /** Integers that only their loop may change. */
  final List<String> counters;

  final List<String> arrays;
  final List<String> tables;

  Names() {
    this(List.of(), List.of(), List.of(), List.of(), List.of());
  }

  private Names(
      List<String> numbers,
      List<String> wholes,
      List<String> counters,
      List<String> arrays,
      List<String> tables) {
    this.numbers = new ArrayList<>(numbers);
    this.wholes = new ArrayList<>(wholes);
    this.counters = new ArrayList<>(counters);
    this.arrays = new ArrayList<>(arrays);
    this.tables = new ArrayList<>(tables);
  }

  /** The names of a block inside. */
  Names inner() {
    return new Names(numbers, wholes, counters, arrays, tables);
  }
}
