/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled.flow;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The states that one run of a loop keeps. The forward sweep keeps some, at equal distances, and
 * doubles the distance when they become too many; the reverse sweep starts from the one before the
 * turn that it wants, keeps some more on the way, and drops those behind.
 */
public final class Checkpoints {
  private final boolean isBinomial;
  private final int most;
  private final TreeMap<Integer, Kept> states = new TreeMap<>();
  private int distance = 1;
  private int turns;
  private int wanted = -1;
  private int planned;
  private @Nullable Kept current;
  private @Nullable Kept end;
  private @Nullable Handover adjoints;
  private int peak;
  private long ran;

  private Checkpoints(boolean isBinomial, int most) {
    this.isBinomial = isBinomial;
    this.most = most;
  }

  /** About as many states as the square root of the number of turns. */
  public static Checkpoints sqrt() {
    return new Checkpoints(false, 0);
  }

  /**
   * As many states as given.
   *
   * @param most at least 2, or 0 for about twice the logarithm of the number of turns
   */
  public static Checkpoints binomial(int most) {
    return new Checkpoints(true, most);
  }

  /** Whether the state at the beginning of a turn is to be kept. */
  public boolean wants(int turn) {
    ran++;
    if (wanted < 0) {
      turns = turn + 1;
      return turn % distance == 0;
    }
    return !states.containsKey(turn) && (isBinomial ? turn == planned : isNear(turn));
  }

  /** Within the last stretch all states are kept, so its turns run once from each. */
  private boolean isNear(int turn) {
    return turn <= wanted && (turn % distance == 0 || turn > wanted - distance);
  }

  /** Keeps the state at the beginning of a turn. */
  public void keep(int turn, @Nullable Object... state) {
    states.put(turn, new Kept(state));
    if (wanted < 0) {
      while (states.size() > allowed()) {
        distance *= 2;
        states.keySet().removeIf(kept -> kept % distance != 0);
      }
    } else if (isBinomial) {
      plan(turn);
    }
    peak = Math.max(peak, states.size());
  }

  /** How many states the forward sweep may keep: of a given number half, for others come later. */
  private int allowed() {
    if (!isBinomial) {
      return 2 * distance;
    }
    return most > 0 ? Math.max(1, most / 2) : logarithm();
  }

  private int logarithm() {
    return Integer.SIZE - Integer.numberOfLeadingZeros(turns);
  }

  private void plan(int from) {
    int left = wanted - from + 1;
    int places = most > 0 ? most : 2 * logarithm();
    int free = places - states.size();
    planned = left > 1 && free > 0 ? from + Revolve.step(left, free) : -1;
  }

  /**
   * Begins to reverse the loop: what arrays and generators hold now will be there again at the end.
   *
   * @param state as behind the last turn
   */
  public void begin(@Nullable Object... state) {
    end = new Kept(state);
  }

  /**
   * Goes to a kept state, the nearest one before a turn, or at it.
   *
   * @return the turn that begins with it
   */
  public int seek(int turn) {
    states.tailMap(turn, false).clear();
    wanted = turn;
    Map.Entry<Integer, Kept> nearest = Objects.requireNonNull(states.floorEntry(turn));
    Kept state = nearest.getValue();
    state.restore();
    current = state;
    if (isBinomial) {
      plan(nearest.getKey());
    }
    return nearest.getKey();
  }

  /** A value of the state that {@link #seek} has found. */
  @SuppressWarnings({
    "unchecked",
    "TypeParameterUnusedInFormals",
    "NullAway"
  }) // the generated code knows what it kept, null or not
  public <T> T value(int index) {
    return (T) Objects.requireNonNull(current).value(index);
  }

  /** Takes the adjoints of values at the beginning of the turn that was reversed last. */
  public void take(Flow flow, @Nullable Object... values) {
    adjoints = new Handover(flow, values).take();
  }

  /** Gives them to the same values, at the end of a turn that ran again. */
  public void give(@Nullable Object... values) {
    Objects.requireNonNull(adjoints).give(values);
  }

  /** Ends reversing the loop; it can be reversed again from the state at its beginning. */
  public void end() {
    Objects.requireNonNull(end).restore();
    end = null;
    current = null;
    adjoints = null;
  }

  /** How many states were kept at once at most. */
  public int peak() {
    return peak;
  }

  /** How many turns have run, each time counted. */
  public long ran() {
    return ran;
  }
}
