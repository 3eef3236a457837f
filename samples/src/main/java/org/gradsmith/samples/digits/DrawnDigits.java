/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.digits;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A set of drawn digits. Image {@code i} depends on the seed and on {@code i} only, so the set is
 * the same however many threads draw it, and a larger set starts with the smaller one.
 */
public final class DrawnDigits {
  /** Pixels per side of a picture. */
  public static final int SIDE = Pen.SIDE;

  /** Pixels of a picture. */
  public static final int PIXELS = SIDE * SIDE;

  private static final double SHAKE = 0.03;

  /** As in MNIST: the digit fills a box of about 20 pixels and its centre lies near the middle. */
  private static final double BOX_FROM = 16.5;

  private static final double BOX_TO = 21;
  private static final double OFF_CENTRE = 0.9;

  private final byte[] images;
  private final byte[] labels;

  private DrawnDigits(byte[] images, byte[] labels) {
    this.images = images;
    this.labels = labels;
  }

  /** Draws a set. */
  public static DrawnDigits draw(int count, long seed) {
    byte[] images = new byte[Math.multiplyExact(count, PIXELS)];
    byte[] labels = new byte[count];
    IntStream.range(0, count)
        .parallel()
        .forEach(i -> {
          Dice dice = new Dice(seed, i);
          int digit = dice.below(Glyphs.STYLES.size());
          labels[i] = (byte) digit;
          System.arraycopy(picture(digit, dice), 0, images, i * PIXELS, PIXELS);
        });
    return new DrawnDigits(images, labels);
  }

  private static byte[] picture(int digit, Dice dice) {
    List<Glyph> styles = Glyphs.STYLES.get(digit);
    Glyph glyph = styles.get(dice.below(styles.size())).shaken(dice, SHAKE);
    Warp warp = new Warp(dice);
    List<List<Point>> lines =
        glyph.flattened().stream().map(line -> line.stream().map(warp::apply).toList()).toList();
    Pen pen = new Pen(dice);
    placed(lines, dice).forEach(pen::draw);
    return pen.scan();
  }

  /** Scales the lines to the box and puts the centre of gravity of their points near the middle. */
  private static List<List<Point>> placed(List<List<Point>> lines, Dice dice) {
    List<Point> points = lines.stream().flatMap(List::stream).toList();
    var x = points.stream().mapToDouble(Point::x).summaryStatistics();
    var y = points.stream().mapToDouble(Point::y).summaryStatistics();
    double extent = Math.max(x.getMax() - x.getMin(), y.getMax() - y.getMin());
    double scale = dice.uniform(BOX_FROM, BOX_TO) / extent;
    double middleX = SIDE / 2.0 + OFF_CENTRE * dice.normal();
    double middleY = SIDE / 2.0 + OFF_CENTRE * dice.normal();
    return lines.stream()
        .map(line ->
            line.stream()
                .map(p ->
                    new Point(
                        middleX + scale * (p.x() - x.getAverage()),
                        middleY + scale * (p.y() - y.getAverage())))
                .toList())
        .toList();
  }

  /** The number of pictures. */
  public int size() {
    return labels.length;
  }

  /** All pictures, row by row, one after the other: 0 is background, 255 (as unsigned byte) ink. */
  public byte[] images() {
    return images.clone();
  }

  /** The digits that the pictures show. */
  public byte[] labels() {
    return labels.clone();
  }
}
