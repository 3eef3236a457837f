/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.digits;

import java.util.List;

/**
 * Inks lines on a sheet of {@link #SIDE} by {@link #SIDE} pixels: round-tipped, anti-aliased, with
 * pressure that swells and fades along the line.
 */
final class Pen {
  /** Pixels per side of a picture. */
  static final int SIDE = 28;

  private static final double RADIUS_FROM = 0.75;
  private static final double RADIUS_TO = 1.75;
  private static final double PRESSURE = 0.18;
  private static final double EDGE_FROM = 0.45;
  private static final double EDGE_TO = 0.8;
  private static final double INK_FROM = 0.8;
  private static final double NOISE_TO = 0.06;
  private static final double BLUR_TO = 0.5;
  private static final int WHITE = 255;

  private final Dice dice;
  private final double radius;
  private final double pressure;
  private final double phase;
  private final double edge;
  private final float[] sheet = new float[SIDE * SIDE];

  Pen(Dice dice) {
    this.dice = dice;
    this.radius = dice.uniform(RADIUS_FROM, RADIUS_TO);
    this.pressure = PRESSURE * dice.uniform();
    this.phase = dice.uniform(0, 2 * Math.PI);
    this.edge = dice.uniform(EDGE_FROM, EDGE_TO);
  }

  /** Inks a line; coordinates are pixels, pixel (0, 0) covering [0, 1) by [0, 1). */
  void draw(List<Point> line) {
    for (int i = 0; i + 1 < line.size(); i++) {
      double swelling = 1 + pressure * StrictMath.sin(phase + 6.0 * i / line.size());
      segment(line.get(i), line.get(i + 1), radius * swelling);
    }
  }

  private void segment(Point a, Point b, double halfWidth) {
    double reach = halfWidth + edge;
    int left = pixel(Math.min(a.x(), b.x()) - reach);
    int right = pixel(Math.max(a.x(), b.x()) + reach);
    int bottom = pixel(Math.max(a.y(), b.y()) + reach);
    for (int y = pixel(Math.min(a.y(), b.y()) - reach); y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        double distance = distance(x + 0.5, y + 0.5, a, b);
        float ink = (float) Math.clamp((reach - distance) / (2 * edge), 0, 1);
        sheet[y * SIDE + x] = Math.max(sheet[y * SIDE + x], ink);
      }
    }
  }

  private static int pixel(double coordinate) {
    return Math.clamp((int) Math.floor(coordinate), 0, SIDE - 1);
  }

  private static double distance(double x, double y, Point a, Point b) {
    double dx = b.x() - a.x();
    double dy = b.y() - a.y();
    double squared = dx * dx + dy * dy;
    double along =
        squared == 0 ? 0 : Math.clamp(((x - a.x()) * dx + (y - a.y()) * dy) / squared, 0, 1);
    double px = x - a.x() - along * dx;
    double py = y - a.y() - along * dy;
    return Math.sqrt(px * px + py * py);
  }

  /** The finished sheet, slightly blurred and noisy like a scan: 0 is paper, 255 is ink. */
  byte[] scan() {
    float blur = (float) dice.uniform(0, BLUR_TO);
    float ink = (float) dice.uniform(INK_FROM, 1);
    double noise = dice.uniform(0, NOISE_TO);
    byte[] pixels = new byte[SIDE * SIDE];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        float around = (at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1)) / 4;
        double grey = ink * (at(x, y) + blur * (around - at(x, y))) + noise * dice.normal();
        pixels[y * SIDE + x] = (byte) Math.round(WHITE * Math.clamp(grey, 0, 1));
      }
    }
    return pixels;
  }

  private float at(int x, int y) {
    return x < 0 || y < 0 || x >= SIDE || y >= SIDE ? 0 : sheet[y * SIDE + x];
  }
}
