/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.digits;

/**
 * A point of the plane.
 *
 * @param x to the right
 * @param y downwards
 */
record Point(double x, double y) {
  Point plus(double dx, double dy) {
    return new Point(x + dx, y + dy);
  }

  /** The point that lies {@code part} of the way to the other. */
  Point towards(Point other, double part) {
    return new Point(x + part * (other.x - x), y + part * (other.y - y));
  }
}
