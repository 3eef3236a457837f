/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One part of what {@link IndexingMethods#index} is given, as between the brackets of Python:
 *
 * <table>
 * <caption>Parts</caption>
 * <tr><td>{@code x[3, -1]}</td><td>{@code x.index(Index.at(3), Index.at(-1))}</td></tr>
 * <tr><td>{@code x[:, 1:4]}</td><td>{@code x.index(Index.all(), Index.slice(1, 4))}</td></tr>
 * <tr><td>{@code x[::2]}</td><td>{@code x.index(Index.all().step(2))}</td></tr>
 * <tr><td>{@code x[..., 0]}</td><td>{@code x.index(Index.ellipsis(), Index.at(0))}</td></tr>
 * <tr><td>{@code x[None]}</td><td>{@code x.index(Index.newAxis())}</td></tr>
 * <tr><td>{@code x[rows, columns]}</td><td>{@code x.index(Index.of(rows), Index.of(columns))}</td></tr>
 * <tr><td>{@code x[x > 0]}</td><td>{@code x.index(Index.of(x.gt(0)))}</td></tr>
 * </table>
 */
public sealed interface Index {
  /**
   * One place of a dimension, which vanishes.
   *
   * @param place from 0, or from -1 downwards counted from the end
   */
  record At(long place) implements Index {}

  /**
   * Places of a dimension at equal distances.
   *
   * @param start the first place; null for the beginning
   * @param stop the place before which to stop; null for the end
   * @param step the distance, at least 1
   */
  record Slice(@Nullable Long start, @Nullable Long stop, long step) implements Index {
    /** Every {@code n}-th of these places. */
    public Slice step(long n) {
      return new Slice(start, stop, Math.multiplyExact(step, n));
    }
  }

  /**
   * Places given by a tensor: of integers for one dimension, or of truth values (bool, or uint8 as
   * in PyTorch) for as many dimensions as it has itself.
   */
  record Places(Tensor tensor) implements Index {}

  /** A part without parameters. */
  enum Plain implements Index {
    /** All dimensions that the other parts do not mention. */
    ELLIPSIS,
    /** A new dimension of size 1. */
    NEW_AXIS
  }

  /** Whether parts select a view: whether no tensor is among them. */
  static boolean selectView(Index... parts) {
    return Arrays.stream(parts).noneMatch(Places.class::isInstance);
  }

  /** {@code place}: one place of a dimension, which vanishes; negative ones count from the end. */
  static Index at(long place) {
    return new At(place);
  }

  /** {@code :}, the whole of a dimension. */
  static Slice all() {
    return new Slice(null, null, 1);
  }

  /**
   * {@code start:stop}; negative bounds count from the end, and bounds outside are moved inside.
   */
  static Slice slice(long start, long stop) {
    return new Slice(start, stop, 1);
  }

  /** {@code start:}. */
  static Slice from(long start) {
    return new Slice(start, null, 1);
  }

  /** {@code :stop}. */
  static Slice to(long stop) {
    return new Slice(null, stop, 1);
  }

  /** Places given by a tensor of integers, or of truth values: bool or uint8. */
  static Index of(Tensor places) {
    return new Places(places);
  }

  /** {@code ...}: all dimensions that the other parts do not mention. */
  static Index ellipsis() {
    return Plain.ELLIPSIS;
  }

  /** {@code None}: a new dimension of size 1. */
  static Index newAxis() {
    return Plain.NEW_AXIS;
  }
}
