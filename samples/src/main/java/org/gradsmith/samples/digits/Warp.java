/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.digits;

/**
 * How one writer distorts a digit: turned, slanted, narrow or wide, and on top of that an elastic
 * distortion, a smooth random displacement field (Simard, Steinkraus and Platt, "Best practices for
 * convolutional neural networks applied to visual document analysis", 2003).
 */
final class Warp {
  private static final double TURN = 0.11;
  private static final double SLANT_MEAN = 0.12;
  private static final double SLANT = 0.17;
  private static final double WIDTH_MEAN = 0.78;
  private static final double WIDTH = 0.13;
  private static final double MIDDLE = 0.5;

  /** Grid points per side of the displacement field, over the digit's box and a margin. */
  private static final int GRID = 5;

  private static final double MARGIN = 0.25;
  private static final double ELASTIC = 0.055;

  private final double cos;
  private final double sin;
  private final double slant;
  private final double width;
  private final double[][] right = new double[GRID][GRID];
  private final double[][] down = new double[GRID][GRID];

  Warp(Dice dice) {
    double turn = TURN * dice.normal();
    this.cos = StrictMath.cos(turn);
    this.sin = StrictMath.sin(turn);
    this.slant = SLANT_MEAN + SLANT * dice.normal();
    this.width = Math.max(WIDTH_MEAN + WIDTH * dice.normal(), WIDTH_MEAN / 2);
    for (int row = 0; row < GRID; row++) {
      for (int column = 0; column < GRID; column++) {
        right[row][column] = ELASTIC * dice.normal();
        down[row][column] = ELASTIC * dice.normal();
      }
    }
  }

  Point apply(Point p) {
    double x = p.x() + at(right, p) - MIDDLE;
    double y = p.y() + at(down, p) - MIDDLE;
    double slanted = width * x - slant * y;
    return new Point(cos * slanted - sin * y, sin * slanted + cos * y);
  }

  private static double at(double[][] field, Point p) {
    double column = gridPosition(p.x());
    double row = gridPosition(p.y());
    int left = (int) column;
    int top = (int) row;
    double across = smooth(column - left);
    double above = mix(field[top][left], field[top][left + 1], across);
    double below = mix(field[top + 1][left], field[top + 1][left + 1], across);
    return mix(above, below, smooth(row - top));
  }

  private static double gridPosition(double coordinate) {
    double position = (coordinate + MARGIN) / (1 + 2 * MARGIN) * (GRID - 1);
    return Math.clamp(position, 0, Math.nextDown(GRID - 1.0));
  }

  private static double mix(double a, double b, double part) {
    return a + part * (b - a);
  }

  /** Without kinks at the grid lines. */
  private static double smooth(double t) {
    return t * t * (3 - 2 * t);
  }
}
