/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.digits;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Scanner;

/**
 * One way to write a digit: strokes of cubic Bézier curves, in units of the digit's box.
 *
 * @param strokes each a start point, then three control points per curve
 */
record Glyph(List<List<Point>> strokes) {
  private static final double PERCENT = 0.01;
  private static final int CURVE_POINTS = 3;
  private static final int STEPS_PER_CURVE = 12;

  Glyph {
    strokes = strokes.stream().map(List::copyOf).toList();
  }

  /** Reads one line of {@link Glyphs}. */
  static Glyph parse(String path) {
    List<List<Point>> strokes = new ArrayList<>();
    Scanner words = new Scanner(path).useLocale(Locale.ROOT);
    while (words.hasNext()) {
      String command = words.next();
      switch (command) {
        case "M" -> strokes.add(new ArrayList<>(List.of(point(words))));
        case "L" -> {
          List<Point> stroke = strokes.getLast();
          Point from = stroke.getLast();
          Point to = point(words);
          stroke.addAll(List.of(from.towards(to, 1.0 / 3), from.towards(to, 2.0 / 3), to));
        }
        case "C" -> strokes.getLast().addAll(List.of(point(words), point(words), point(words)));
        default -> throw new IllegalArgumentException("'" + command + "' in the path " + path);
      }
    }
    return new Glyph(strokes);
  }

  private static Point point(Scanner words) {
    return new Point(words.nextInt() * PERCENT, words.nextInt() * PERCENT);
  }

  /** The same digit by a less steady hand: every control point is moved a little. */
  Glyph shaken(Dice dice, double deviation) {
    return new Glyph(
        strokes.stream()
            .map(stroke ->
                stroke.stream()
                    .map(p -> p.plus(deviation * dice.normal(), deviation * dice.normal()))
                    .toList())
            .toList());
  }

  /** The strokes as lines through points that lie close to each other. */
  List<List<Point>> flattened() {
    return strokes.stream().map(Glyph::flatten).toList();
  }

  private static List<Point> flatten(List<Point> stroke) {
    List<Point> line = new ArrayList<>();
    line.add(stroke.getFirst());
    for (int i = 0; i + CURVE_POINTS < stroke.size(); i += CURVE_POINTS) {
      for (int step = 1; step <= STEPS_PER_CURVE; step++) {
        line.add(bezier(stroke.subList(i, i + CURVE_POINTS + 1), (double) step / STEPS_PER_CURVE));
      }
    }
    return line;
  }

  /** De Casteljau's construction. */
  private static Point bezier(List<Point> control, double t) {
    Point ab = control.get(0).towards(control.get(1), t);
    Point bc = control.get(1).towards(control.get(2), t);
    Point cd = control.get(2).towards(control.get(3), t);
    return ab.towards(bc, t).towards(bc.towards(cd, t), t);
  }
}
