/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import org.gradsmith.annotation.NonDifferentiable;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.random.Generator;

/**
 * Tensor's static methods that draw random numbers. A draw takes a stretch of its generator's
 * stream; element i depends on the seed, the stretch's place and i alone, whatever the number of
 * threads. Where no generator is given, {@link Generator#standard} serves.
 */
public abstract sealed class DrawingStatics extends CreatingStatics permits CombiningStatics {
  DrawingStatics() {}

  /** Numbers drawn uniformly from [0, 1) by the default generator. */
  public static Tensor rand(long... shape) {
    return Factories.rand(Generator.standard(), TensorOptions.standard(), shape);
  }

  public static Tensor rand(TensorOptions options, long... shape) {
    return Factories.rand(Generator.standard(), options, shape);
  }

  public static Tensor rand(Generator generator, TensorOptions options, long... shape) {
    return Factories.rand(generator, options, shape);
  }

  /** Numbers drawn from the standard normal distribution by the default generator. */
  public static Tensor randn(long... shape) {
    return Factories.randn(Generator.standard(), TensorOptions.standard(), shape);
  }

  public static Tensor randn(TensorOptions options, long... shape) {
    return Factories.randn(Generator.standard(), options, shape);
  }

  public static Tensor randn(Generator generator, TensorOptions options, long... shape) {
    return Factories.randn(generator, options, shape);
  }

  /** Int64 integers drawn uniformly from {@code low} up to, not including, {@code high}. */
  public static Tensor randint(long low, long high, long... shape) {
    return randint(Generator.standard(), TensorOptions.of(DType.INT64), low, high, shape);
  }

  public static Tensor randint(
      Generator generator, TensorOptions options, long low, long high, long... shape) {
    return Drawing.integers(generator, options, low, high, shape);
  }

  /** The int64 integers below {@code n}, in random order. */
  public static Tensor randperm(long n) {
    return Drawing.permutation(Generator.standard(), n);
  }

  public static Tensor randperm(Generator generator, long n) {
    return Drawing.permutation(generator, n);
  }

  /** 1 with the probability that stands at the same place, else 0; of the dtype of the operand. */
  @NonDifferentiable("a draw is no function with a slope")
  public static Tensor bernoulli(Tensor probabilities) {
    return Drawing.bernoulli(Generator.standard(), probabilities);
  }

  @NonDifferentiable("a draw is no function with a slope")
  public static Tensor bernoulli(Generator generator, Tensor probabilities) {
    return Drawing.bernoulli(generator, probabilities);
  }

  /**
   * {@code count} int64 indices per row of {@code weights} (n) or (rows, n), each drawn with a
   * probability in proportion to its weight.
   *
   * @param replacement whether an index may be drawn again in its row
   */
  @NonDifferentiable("a draw is no function with a slope")
  public static Tensor multinomial(Tensor weights, int count, boolean replacement) {
    return Drawing.multinomial(Generator.standard(), weights, count, replacement);
  }

  @NonDifferentiable("a draw is no function with a slope")
  public static Tensor multinomial(
      Generator generator, Tensor weights, int count, boolean replacement) {
    return Drawing.multinomial(generator, weights, count, replacement);
  }

  /** Uniform numbers from [0, 1) of the shape, dtype and device of {@code like}. */
  @NonDifferentiable("a draw is no function with a slope")
  public static Tensor randLike(Tensor like) {
    return rand(TensorOptions.like(like), like.shape());
  }

  /** Normal numbers of the shape, dtype and device of {@code like}. */
  @NonDifferentiable("a draw is no function with a slope")
  public static Tensor randnLike(Tensor like) {
    return randn(TensorOptions.like(like), like.shape());
  }
}
