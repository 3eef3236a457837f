/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.gradsmith.tensor.Batches;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A function of one example, applied to a batch of examples at once: the function runs one time,
 * and every op in it works on all examples, by its batching rule.
 *
 * <pre>{@code
 * Vmap perSample = Vmap.of(in -> List.of(Functional.grad(w -> loss(w, in[1], in[2]), in[0])),
 *     null, 0, 0);
 * Tensor gradients = perSample.apply(weight, inputs, targets).getFirst();
 * }</pre>
 *
 * <p>Within, tensors have the shape of one example, and their elements cannot be read. Vmaps and
 * the functions of {@link Functional} may be nested in any order. Gradients and tangents flow
 * through, to arguments and to whatever else the function uses. A {@link Function} and compiled
 * code of a module other than that called are refused within.
 */
public final class Vmap {
  private final Function<Tensor[], List<Tensor>> function;
  private final @Nullable Integer[] inDims;
  private final int[] outDims;
  private final Randomness randomness;

  private Vmap(
      Function<Tensor[], List<Tensor>> function,
      @Nullable Integer[] inDims,
      int[] outDims,
      Randomness randomness) {
    this.function = function;
    this.inDims = inDims;
    this.outDims = outDims;
    this.randomness = randomness;
  }

  /**
   * The function over batches; batches of results lie along the first dimension.
   *
   * @param inDims per argument, the dimension that counts examples; null for one that is the same
   *     for all examples
   */
  public static Vmap of(Function<Tensor[], List<Tensor>> function, @Nullable Integer... inDims) {
    return new Vmap(function, inDims.clone(), new int[] {0}, Randomness.ERROR);
  }

  static UnaryOperator<Tensor> single(UnaryOperator<Tensor> f, int inDim, int outDim) {
    Vmap all = of(in -> List.of(f.apply(in[0])), inDim).outDims(outDim);
    return x -> all.apply(x).getFirst();
  }

  /** The same with batches of results along other dimensions: one for all results, or one each. */
  public Vmap outDims(int... dims) {
    return new Vmap(function, inDims, dims.clone(), randomness);
  }

  /** The same where random draws are allowed. */
  public Vmap randomness(Randomness other) {
    return new Vmap(function, inDims, outDims, other);
  }

  /**
   * Applies the function.
   *
   * @throws ShapeException if an argument has no examples, or two do not have equally many
   */
  public List<Tensor> apply(Tensor... arguments) {
    long size = size(arguments);
    try (BatchLevel level = BatchLevel.open(size, randomness)) {
      Tensor[] examples = new Tensor[arguments.length];
      for (int i = 0; i < examples.length; i++) {
        Integer dim = inDims[i];
        examples[i] =
            dim == null
                ? arguments[i]
                : Batches.perExample(level, arguments[i].movedim(dim, 0), true);
      }
      List<Tensor> results = function.apply(examples);
      if (outDims.length != 1 && outDims.length != results.size()) {
        throw new IllegalArgumentException(
            "vmap: the function returned %d results, but outDims names %d dimensions"
                .formatted(results.size(), outDims.length));
      }
      List<Tensor> all = new ArrayList<>();
      for (Tensor result : results) {
        int dim = outDims[outDims.length == 1 ? 0 : all.size()];
        all.add(Batches.values(result, level).movedim(0, dim));
      }
      return List.copyOf(all);
    }
  }

  private long size(Tensor[] arguments) {
    if (arguments.length != inDims.length) {
      throw new IllegalArgumentException(
          "vmap: %d arguments were given, but inDims names %d dimensions"
              .formatted(arguments.length, inDims.length));
    }
    long size = -1;
    for (int i = 0; i < arguments.length; i++) {
      Tensor argument = arguments[i];
      Integer dim = inDims[i];
      if (dim == null) {
        continue;
      }
      if (argument.dim() == 0 || argument.size(dim) == 0) {
        throw new ShapeException(
            "vmap: %s has no examples along dimension %d".formatted(argument.describe(), dim));
      }
      long own = argument.size(dim);
      if (size >= 0 && size != own) {
        throw new ShapeException(
            "vmap: argument %d has %d examples along dimension %d, but those before have %d"
                .formatted(i, own, dim, size));
      }
      size = own;
    }
    if (size < 0) {
      throw new IllegalArgumentException(
          "vmap: no argument has a batch dimension (inDims is %s); name one"
              .formatted(Arrays.toString(inDims)));
    }
    return size;
  }
}
