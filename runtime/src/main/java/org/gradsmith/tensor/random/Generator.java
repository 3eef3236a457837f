/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor.random;

import org.gradsmith.ir.DType;

/**
 * A stream of random numbers, and the place up to which it was used. Two generators with equal
 * states give equal numbers. Safe for use by several threads, but then the order of their draws
 * decides who gets what.
 */
public final class Generator {
  private static final Generator STANDARD = new Generator(0);

  private long seed;
  private long offset;

  /**
   * Where a generator stands.
   *
   * @param seed the stream
   * @param offset the next block of four words
   */
  public record State(long seed, long offset) {}

  /** A generator at the start of the stream of that seed. */
  public Generator(long seed) {
    this.seed = seed;
  }

  /** The generator that is used where none is given; starts with seed 0. */
  public static Generator standard() {
    return STANDARD;
  }

  /** Goes to the start of the stream of that seed. */
  public synchronized Generator seed(long newSeed) {
    seed = newSeed;
    offset = 0;
    return this;
  }

  public synchronized State state() {
    return new State(seed, offset);
  }

  /** Goes where another generator stood. */
  public synchronized void restore(State state) {
    seed = state.seed;
    offset = state.offset;
  }

  /** Numbers drawn uniformly from [0, 1). */
  public float[] uniformFloats(int count) {
    return Draw.uniform(reserve(Draw.blocks(DType.FLOAT32, count)), new float[count]);
  }

  /** Numbers drawn uniformly from [0, 1). */
  public double[] uniformDoubles(int count) {
    return Draw.uniform(reserve(Draw.blocks(DType.FLOAT64, count)), new double[count]);
  }

  /** Numbers drawn from the normal distribution with mean 0 and variance 1. */
  public float[] normalFloats(int count) {
    return Draw.normal(reserve(Draw.blocks(DType.FLOAT32, count)), new float[count]);
  }

  /** Numbers drawn from the normal distribution with mean 0 and variance 1. */
  public double[] normalDoubles(int count) {
    return Draw.normal(reserve(Draw.blocks(DType.FLOAT64, count)), new double[count]);
  }

  /** Takes a stretch of the stream for one draw, and says where it starts. */
  private synchronized State reserve(long blocks) {
    State start = new State(seed, offset);
    offset += blocks;
    return start;
  }
}
