/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled.flow;

import java.util.ArrayList;
import java.util.List;

/**
 * Numbers of one call, read from the last to the first by its reverse sweep, as often as it runs.
 * They lie in pieces, of which the large ones are used again when the call is over: a sweep over a
 * million numbers neither copies them as it grows nor waits for fresh memory.
 */
public final class Doubles {
  private static final double[] NONE = {};

  /** The size of the first piece; small, since most calls keep little. */
  private static final int FIRST = 16;

  private final List<double[]> full = new ArrayList<>(0);
  private double[] current = NONE;
  private int size;
  private double[] read = NONE;
  private int unread;
  private int piece;
  private boolean isLast;

  public void push(double element) {
    if (size == current.length) {
      grow();
    }
    current[size++] = element;
  }

  /** Several elements, in their order. */
  public void push(double a, double b) {
    if (current.length - size < 2) {
      push(a);
      push(b);
      return;
    }
    double[] to = current;
    int at = size;
    to[at] = a;
    to[at + 1] = b;
    size = at + 2;
  }

  /** Several elements, in their order. */
  public void push(double a, double b, double c, double d) {
    if (current.length - size < 4) {
      push(a);
      push(b);
      push(c);
      push(d);
      return;
    }
    double[] to = current;
    int at = size;
    to[at] = a;
    to[at + 1] = b;
    to[at + 2] = c;
    to[at + 3] = d;
    size = at + 4;
  }

  /** Several elements, in their order. */
  public void push(double a, double b, double c, double d, double e, double f, double g, double h) {
    if (current.length - size < 8) {
      push(a);
      push(b);
      push(c);
      push(d);
      push(e);
      push(f);
      push(g);
      push(h);
      return;
    }
    double[] to = current;
    int at = size;
    to[at] = a;
    to[at + 1] = b;
    to[at + 2] = c;
    to[at + 3] = d;
    to[at + 4] = e;
    to[at + 5] = f;
    to[at + 6] = g;
    to[at + 7] = h;
    size = at + 8;
  }

  private void grow() {
    if (current.length > 0) {
      full.add(current);
    }
    int next = current.length == 0 ? FIRST : Math.min(4 * current.length, Pieces.SIZE);
    current = next == Pieces.SIZE ? Pieces.take() : new double[next];
    size = 0;
  }

  /**
   * How far it is filled and read.
   *
   * @param pieces how many pieces are full
   */
  @SuppressWarnings("ArrayRecordComponent") // the pieces themselves, not what is in them
  public record Mark(
      int pieces,
      double[] current,
      int size,
      double[] read,
      int unread,
      int piece,
      boolean isLast) {}

  /** How far it is filled and read. */
  public Mark mark() {
    return new Mark(full.size(), current, size, read, unread, piece, isLast);
  }

  /** Forgets what was pushed since a mark. */
  @SuppressWarnings("ReferenceEquality") // the piece itself, not what is in it
  public void reset(Mark mark) {
    while (current != mark.current) {
      if (current.length == Pieces.SIZE) {
        Pieces.give(current);
      }
      current = full.size() > mark.pieces ? full.removeLast() : mark.current; // there was none
    }
    size = mark.size;
    read = mark.read;
    unread = mark.unread;
    piece = mark.piece;
    isLast = mark.isLast;
  }

  /** Forgets all. */
  public void clear() {
    full.clear();
    current = NONE;
    size = 0;
  }

  /** How many numbers there are. */
  public int size() {
    int all = size;
    for (double[] each : full) {
      all += each.length;
    }
    return all;
  }

  /**
   * Starts reading at the end.
   *
   * @param last whether nobody will read again
   */
  public void rewind(boolean last) {
    isLast = last;
    read = current;
    unread = size;
    piece = full.size();
  }

  /** The element before the one that was read last. */
  public double pop() {
    if (unread == 0) {
      back();
    }
    return read[--unread];
  }

  private void back() {
    if (isLast && read.length == Pieces.SIZE) {
      Pieces.give(read);
    }
    read = full.get(--piece);
    unread = read.length;
  }
}
