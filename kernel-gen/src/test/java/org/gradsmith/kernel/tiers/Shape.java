/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.tiers;

import java.util.List;

/** The sizes of a tensor of three dimensions; where it is broadcast, it has size 1. */
record Shape(long outer, long middle, long last) {
  static final Shape ONE = new Shape(1, 1, 1);

  long size(int dim) {
    return switch (dim) {
      case 0 -> outer;
      case 1 -> middle;
      default -> last;
    };
  }

  int count() {
    return Math.toIntExact(outer * middle * last);
  }

  /** The shape to which this one and another broadcast. */
  Shape with(Shape other) {
    return new Shape(
        Math.max(outer, other.outer), Math.max(middle, other.middle), Math.max(last, other.last));
  }

  /** The shape to which some shapes broadcast. */
  static Shape of(List<Shape> shapes) {
    return shapes.stream().reduce(ONE, Shape::with);
  }

  /** This shape with some dimensions only. */
  Shape along(int mask) {
    return new Shape(
        (mask & 1) == 0 ? 1 : outer, (mask & 2) == 0 ? 1 : middle, (mask & 4) == 0 ? 1 : last);
  }

  /** The element that stands at element {@code i} of a shape to which this one broadcasts. */
  int at(Shape space, int i) {
    long c = last == 1 ? 0 : i % space.last;
    long b = middle == 1 ? 0 : i / space.last % space.middle;
    long a = outer == 1 ? 0 : i / space.last / space.middle;
    return Math.toIntExact((a * middle + b) * last + c);
  }

  @Override
  public String toString() {
    return "(%d, %d, %d)".formatted(outer, middle, last);
  }
}
