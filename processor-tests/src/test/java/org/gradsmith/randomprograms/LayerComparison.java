/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.compiled.Mode;
import org.gradsmith.ir.DType;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Compares, for two shapes of the input, a layer's result and gradients with those of the tape. In
 * float64 they differ by little more than roundings. In float32 both are compared with the tape in
 * float64: kernels may be off by a few times as much as the tape is, which knows how the
 * computation magnifies roundings.
 */
final class LayerComparison {
  private static final List<long[]> SHAPES =
      List.of(
          new long[] {3, 4, 5},
          new long[] {1, 1, 1},
          new long[] {2, 1, 7},
          new long[] {1, 3, 1},
          new long[] {4, 1, 1},
          new long[] {0, 3, 2},
          new long[] {3, 0, 2},
          new long[] {5, 13, 11});

  /**
   * Kernels and the tape add in other orders, and what cancels keeps the roundings of its parts.
   */
  private static final double EXACT = 1e-11;

  private static final double TIMES = 16;

  private final RandomLayer layer;
  private final Class<?> type;
  private Random random = new Random(0);

  LayerComparison(RandomLayer layer, CompiledPrograms compiled) throws ClassNotFoundException {
    this.layer = layer;
    this.type = compiled.type(layer.name());
  }

  /** What is wrong; empty if nothing is. */
  Optional<String> problem() {
    int other = 1 + (int) (layer.seed() % (SHAPES.size() - 1));
    for (long[] shape : List.of(SHAPES.getFirst(), SHAPES.get(other))) {
      for (boolean allWanted : List.of(true, false)) {
        random = new Random(layer.seed());
        String where = Arrays.toString(shape) + (allWanted ? "" : ", some gradients");
        try {
          Optional<String> found = compare(shape, allWanted);
          if (found.isPresent()) {
            return Optional.of(where + ": " + found.get());
          }
        } catch (RuntimeException | ReflectiveOperationException e) {
          return Optional.of(where + ": " + e + ", " + Arrays.toString(e.getStackTrace()));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> compare(long[] shape, boolean allWanted)
      throws ReflectiveOperationException {
    List<Tensor> leaves = new ArrayList<>();
    leaves.add(leaf(shape, allWanted || random.nextBoolean()));
    for (int field : layer.fields()) {
      leaves.add(leaf(LayerDraft.sizes(field, shape), allWanted || random.nextBoolean()));
    }
    long seed = random.nextLong();
    List<@Nullable Tensor> exact = run(leaves, DType.FLOAT64, Mode.OFF, seed);
    List<@Nullable Tensor> found = run(leaves, DType.FLOAT64, Mode.REQUIRE, seed);
    Optional<String> problem = differs(exact, exact, found, EXACT);
    if (problem.isPresent()) {
      return problem.map(p -> "float64, " + p);
    }
    List<@Nullable Tensor> eager = run(leaves, DType.FLOAT32, Mode.OFF, seed);
    List<@Nullable Tensor> single = run(leaves, DType.FLOAT32, Mode.REQUIRE, seed);
    problem = differs(exact, eager, single, 0x1p-18).map(p -> "float32, " + p);
    if (problem.isEmpty()) {
      List<@Nullable Tensor> again = run(leaves, DType.FLOAT32, Mode.REQUIRE, seed);
      for (int i = 0; i < single.size(); i++) {
        if (!Arrays.equals(numbers(single.get(i)), numbers(again.get(i)))) {
          return Optional.of("another result of a second run, tensor " + i);
        }
      }
    }
    return problem;
  }

  private Tensor leaf(long[] shape, boolean wanted) {
    long count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    double[] numbers = random.doubles(count, -1.6, 1.6).toArray();
    return Tensor.of(numbers).reshape(shape).detach().requiresGrad(wanted);
  }

  /** The result, and the gradients of all leaves that have one. */
  private List<@Nullable Tensor> run(List<Tensor> leaves, DType dtype, Mode mode, long seed)
      throws ReflectiveOperationException {
    List<Tensor> own =
        leaves.stream()
            .map(t -> lying(t.detach().to(dtype), seed).requiresGrad(t.requiresGrad()))
            .toList();
    Tensor[] fields = own.subList(1, own.size()).toArray(new Tensor[0]);
    UnaryModule module =
        (UnaryModule) type.getConstructor(Tensor[].class).newInstance((Object) fields);
    try (var _ = mode.scope()) {
      Tensor result = module.call(own.getFirst());
      List<@Nullable Tensor> all = new ArrayList<>(List.of(result));
      if (result.requiresGrad()) {
        double[] numbers = new Random(seed).doubles(result.numel(), -1, 1).toArray();
        Tensor g = Tensor.of(numbers).reshape(result.shape()).to(dtype);
        List<Tensor> wanted = own.stream().filter(Tensor::requiresGrad).toList();
        all.addAll(Autograd.gradOrNull(List.of(result), wanted, List.of(g), false, false));
      }
      return all;
    }
  }

  /** The same elements, in some cases in another order in memory. */
  private static Tensor lying(Tensor t, long seed) {
    int last = t.dim() - 1;
    return last > 0 && seed % 2 == 0
        ? t.transpose(0, last).contiguous().transpose(0, last).detach()
        : t.detach();
  }

  private static Optional<String> differs(
      List<@Nullable Tensor> exact,
      List<@Nullable Tensor> eager,
      List<@Nullable Tensor> found,
      double least) {
    if (exact.size() != found.size()) {
      return Optional.of(found.size() + " tensors, but " + exact.size() + " by the tape");
    }
    for (int i = 0; i < exact.size(); i++) {
      String which = i == 0 ? "result" : "gradient " + (i - 1);
      if (exact.get(i) == null || found.get(i) == null) {
        if (exact.get(i) != found.get(i)) {
          return Optional.of(which + ": " + found.get(i) + ", by the tape " + exact.get(i));
        }
        continue;
      }
      if (!Arrays.equals(exact.get(i).shape(), found.get(i).shape())
          || eager.get(i).dtype() != found.get(i).dtype()) {
        return Optional.of(which + ": " + found.get(i) + ", by the tape " + eager.get(i));
      }
      double[] wanted = numbers(exact.get(i));
      double[] rounded = numbers(eager.get(i));
      double[] made = numbers(found.get(i));
      double magnitude = 1;
      double error = 0;
      for (int k = 0; k < wanted.length; k++) {
        magnitude = Math.max(magnitude, Math.abs(wanted[k]));
        error = Math.max(error, Math.abs(wanted[k] - rounded[k]));
      }
      double bound = TIMES * error + least * magnitude;
      for (int k = 0; k < wanted.length; k++) {
        if (!(Math.abs(wanted[k] - made[k]) <= bound)
            && Double.doubleToLongBits(wanted[k]) != Double.doubleToLongBits(made[k])) {
          return Optional.of(
              "%s, element %d: %s, by the tape %s (%s), bound %s"
                  .formatted(which, k, made[k], rounded[k], wanted[k], bound));
        }
      }
    }
    return Optional.empty();
  }

  private static double[] numbers(@Nullable Tensor tensor) {
    return tensor == null
        ? new double[0]
        : tensor.detach().to(DType.FLOAT64).contiguous().toDoubleArray();
  }
}
