/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.gradsmith.compiled.Gradient;
import org.gradsmith.compiled.Gradients;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Runs a compiled program by every way to its derivatives, and compares. */
@SuppressWarnings("NullAway")
final class Comparison {
  /** Rounding in two orders of the same sums. */
  private static final double ROUNDING = 1e-9;

  private final RandomProgram program;
  private final CompiledPrograms compiled;
  private final Counts counts;

  Comparison(RandomProgram program, CompiledPrograms compiled, Counts counts) {
    this.program = program;
    this.compiled = compiled;
    this.counts = counts;
  }

  /** How many programs were compared by what. */
  static final class Counts {
    int programs;
    int finite;
    int tape;
    int differences;
    int partials;

    @Override
    public String toString() {
      return "%d programs, of which %d have finite values and gradients, %d the values of the tensor version; %d of %d partial derivatives compared with differences"
          .formatted(programs, finite, tape, differences, partials);
    }
  }

  /** Ways disagree. */
  static final class Disagreement extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Disagreement(String message) {
      super(message);
    }
  }

  /** What is wrong with the program, if anything is. */
  Optional<String> problem() {
    String refusal = compiled.refusal(program);
    if (refusal != null) {
      return Optional.of("refused: " + refusal);
    }
    try {
      compare();
      return Optional.empty();
    } catch (Disagreement e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (InvocationTargetException e) {
      return Optional.of("the method throws " + e.getCause());
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return Optional.of(
          "it throws " + e + " at " + (e.getStackTrace().length == 0 ? "" : e.getStackTrace()[0]));
    }
  }

  private void compare() throws ReflectiveOperationException {
    counts.programs++;
    Object[] plain = program.arguments();
    double value = (double) compiled.main(program.name()).invoke(null, plain);
    Object[] swept = program.arguments();
    Gradient gradient = gradients(program.name()).gradient(swept);
    if (Double.doubleToLongBits(value) != Double.doubleToLongBits((double) gradient.value())) {
      throw new Disagreement("the value is " + value + ", compiled " + gradient.value());
    }
    if (!Arrays.deepEquals(plain, swept)) {
      throw new Disagreement(
          "arrays are left as "
              + Arrays.deepToString(plain)
              + ", compiled "
              + Arrays.deepToString(swept));
    }
    double[] reverse = flat(gradient.arguments());
    if (!Double.isFinite(value) || !Arrays.stream(reverse).allMatch(Double::isFinite)) {
      return;
    }
    counts.finite++;
    differences(reverse);
    tape(value, reverse);
  }

  private Gradients gradients(String type) throws ReflectiveOperationException {
    return (Gradients) compiled.type(type).getField("GRADIENTS").get(null);
  }

  private static double[] flat(List<@Nullable Object> gradients) {
    List<Double> all = new ArrayList<>();
    for (Object gradient : gradients) {
      switch (gradient) {
        case Double number -> all.add(number);
        case double[] array -> Arrays.stream(array).forEach(all::add);
        case Tensor tensor -> all.add(tensor.item());
        case Tensor[] tensors -> Arrays.stream(tensors).forEach(t -> all.add(t.item()));
        case null, default -> {}
      }
    }
    return all.stream().mapToDouble(d -> d).toArray();
  }

  private void tape(double value, double[] reverse) throws ReflectiveOperationException {
    Object[] leaves = tensors(true);
    List<Tensor> wanted = new ArrayList<>();
    for (Object leaf : leaves) {
      if (leaf instanceof Tensor tensor) {
        wanted.add(tensor);
      } else if (leaf instanceof Tensor[] array) {
        wanted.addAll(Arrays.asList(array));
      }
    }
    Tensor result = (Tensor) compiled.main(program.name() + "T").invoke(null, leaves);
    Gradient gradient = gradients(program.name() + "T").gradient(tensors(false));
    double swept = ((Tensor) gradient.value()).item();
    if (Double.doubleToLongBits(swept) != Double.doubleToLongBits(result.item())) {
      throw new Disagreement("over tensors the value is " + result.item() + ", compiled " + swept);
    }
    if (result.requiresGrad()) {
      result.backward();
    }
    double[] tape =
        wanted.stream().mapToDouble(t -> t.grad() == null ? 0 : t.grad().item()).toArray();
    same("the tape", tape, "the reverse sweep over tensors", flat(gradient.arguments()));
    if (Math.abs(value - result.item()) > ROUNDING * Math.max(1, Math.abs(value))) {
      throw new Disagreement("the value is " + value + ", over tensors " + result.item());
    }
    counts.tape++;
    same("the tape", tape, "the reverse sweep over numbers", reverse);
  }

  private Object[] tensors(boolean requiresGrad) {
    Object[] all = program.arguments();
    for (int i = 0; i < all.length; i++) {
      if (all[i] instanceof Double number) {
        all[i] = Tensor.scalar((double) number).requiresGrad(requiresGrad);
      } else if (all[i] instanceof double[] array) {
        all[i] =
            Arrays.stream(array)
                .mapToObj(d -> Tensor.scalar(d).requiresGrad(requiresGrad))
                .toArray(Tensor[]::new);
      }
    }
    return all;
  }

  private static void same(String one, double[] first, String other, double[] second) {
    double size = 1;
    for (double d : first) {
      size = Math.max(size, Math.abs(d));
    }
    for (int i = 0; i < first.length; i++) {
      if (!(Math.abs(first[i] - second[i]) <= ROUNDING * size)) {
        throw new Disagreement(
            "%s finds %s, %s %s"
                .formatted(one, Arrays.toString(first), other, Arrays.toString(second)));
      }
    }
  }

  private void differences(double[] reverse) throws ReflectiveOperationException {
    Method traced = compiled.main(program.name() + "X");
    long way = way(traced, -1, 0);
    for (int i = 0; i < reverse.length; i++) {
      counts.partials++;
      Optional<double[]> found = Differences.derivative(new Run(this, traced, i, way));
      if (found.isPresent()) {
        counts.differences++;
        double estimate = found.get()[0];
        double error = found.get()[1];
        if (Math.abs(estimate - reverse[i]) > 10 * error + 1e-6 * Math.max(1, Math.abs(estimate))) {
          throw new Disagreement(
              "the reverse sweep finds %s, and differences for number %d %s (to %s)"
                  .formatted(Arrays.toString(reverse), i, estimate, error));
        }
      }
    }
  }

  private long way(Method traced, int place, double step) throws ReflectiveOperationException {
    value(traced, place, step);
    return Trace.way();
  }

  private double value(Method traced, int place, double step) throws ReflectiveOperationException {
    Object[] arguments = program.arguments();
    int at = 0;
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i] instanceof Double number) {
        if (at++ == place) {
          arguments[i] = number + step;
        }
      } else if (arguments[i] instanceof double[] array) {
        if (place >= at && place < at + array.length) {
          array[place - at] += step;
        }
        at += array.length;
      }
    }
    Trace.start();
    return (double) traced.invoke(null, arguments);
  }

  /** The program as a function of one of its numbers, near where it stands. */
  private record Run(Comparison comparison, Method traced, int place, long way)
      implements Differences.Local {
    @Override
    public double at(double step) {
      try {
        double value = comparison.value(traced, place, step);
        return Trace.way() == way ? value : Double.NaN;
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
