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

  /** Arrays of four integers. */
  final List<String> tables;

  /** Numbers of type {@code float}. */
  final List<String> floats;

  final List<String> flags;

  /** Arrays of two arrays. */
  final List<String> matrices;

  /** Arrays over numbers, lists over tensors. */
  final List<String> lists;

  /** Two variables over numbers, one record over tensors. */
  final List<String> pairs;

  Names() {
    this.numbers = new ArrayList<>();
    this.wholes = new ArrayList<>();
    this.counters = new ArrayList<>();
    this.arrays = new ArrayList<>();
    this.tables = new ArrayList<>();
    this.floats = new ArrayList<>();
    this.flags = new ArrayList<>();
    this.matrices = new ArrayList<>();
    this.lists = new ArrayList<>();
    this.pairs = new ArrayList<>();
  }

  private Names(Names outer) {
    this.numbers = new ArrayList<>(outer.numbers);
    this.wholes = new ArrayList<>(outer.wholes);
    this.counters = new ArrayList<>(outer.counters);
    this.arrays = new ArrayList<>(outer.arrays);
    this.tables = new ArrayList<>(outer.tables);
    this.floats = new ArrayList<>(outer.floats);
    this.flags = new ArrayList<>(outer.flags);
    this.matrices = new ArrayList<>(outer.matrices);
    this.lists = new ArrayList<>(outer.lists);
    this.pairs = new ArrayList<>(outer.pairs);
  }

  /** The names of a block inside. */
  Names inner() {
    return new Names(this);
  }
}
