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
import org.gradsmith.compiled.HessianProduct;
import org.gradsmith.compiled.ValueAndTangent;
import org.gradsmith.randomprograms.Disagreement.Found;
import org.gradsmith.tensor.Tensor;

/** Runs a compiled program by every way to its derivatives, and compares. */
@SuppressWarnings("NullAway")
final class Comparison {
  private final RandomProgram program;
  private final CompiledPrograms compiled;
  private final Counts counts;
  private final Arguments arguments;
  private final double rounding;

  Comparison(RandomProgram program, CompiledPrograms compiled, Counts counts) {
    this.program = program;
    this.compiled = compiled;
    this.counts = counts;
    this.arguments = Arguments.of(program);
    this.rounding = program.hasFloats() ? 1e-4 : 1e-9;
  }

  /** What is wrong with the program, if anything is. */
  Optional<String> problem() {
    Optional<String> refusal = compiled.refusal(program);
    if (refusal.isPresent()) {
      return Optional.of("refused: " + refusal.get());
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
    double value = reverse();
    Gradients overNumbers = gradients(program.name());
    double[] gradient = Arguments.flat(overNumbers.gradient(arguments.plain()).arguments());
    if (!Double.isFinite(value) || !Arrays.stream(gradient).allMatch(Double::isFinite)) {
      return;
    }
    counts.finite++;
    Found reverse = Found.of("the reverse sweep", gradient);
    Found product = forward(overNumbers, gradient);
    Gradients overTensors = gradients(program.name() + "T");
    tape(overTensors, value, reverse);
    ValueAndTangent pushed =
        overTensors.jvp(
            arguments.tensorParts(direction()), arguments.tensors(false, new ArrayList<>()));
    product.same(number("forward mode over tensors", pushed.tangent()), rounding);
    Optional<Found> curvature = Optional.empty();
    if (program.isSecondOrder()) {
      curvature = Optional.of(second(overNumbers, overTensors, reverse));
    }
    differences(gradient);
    if (curvature.isPresent()) {
      secondDifferences(overNumbers, curvature.get());
    }
  }

  private double[] direction() {
    return arguments.direction(program.seed());
  }

  private Gradients gradients(String type) throws ReflectiveOperationException {
    return (Gradients) compiled.type(type).getField("GRADIENTS").get(null);
  }

  private static Found number(String way, Object number) {
    return Found.of(
        way, number == null ? 0 : number instanceof Tensor t ? t.item() : (double) number);
  }

  private static void identical(double plain, double other, String way) {
    if (Double.doubleToLongBits(plain) != Double.doubleToLongBits(other)) {
      throw new Disagreement("the value is " + plain + ", " + way + " " + other);
    }
  }

  /** Values are the same to the bit, and arrays are left in the same state. */
  private double reverse() throws ReflectiveOperationException {
    Object[] plain = arguments.plain();
    double value = (double) compiled.main(program.name()).invoke(null, plain);
    Object[] swept = arguments.plain();
    Gradient gradient = gradients(program.name()).gradient(swept);
    identical(value, (double) gradient.value(), "compiled");
    if (!Arrays.deepEquals(plain, swept)) {
      throw new Disagreement(
          "arrays are left as "
              + Arrays.deepToString(plain)
              + ", compiled "
              + Arrays.deepToString(swept));
    }
    return value;
  }

  private Found forward(Gradients gradients, double[] gradient) {
    double[] direction = direction();
    Object[] plain = arguments.plain();
    ValueAndTangent pushed = gradients.jvp(arguments.parts(direction), plain);
    double[] terms = new double[gradient.length];
    for (int i = 0; i < terms.length; i++) {
      terms[i] = gradient[i] * direction[i];
    }
    double sum = Arrays.stream(terms).sum();
    double size = Arrays.stream(terms).map(Math::abs).max().orElse(0);
    Found found = number("forward mode", pushed.tangent());
    Found.of("the reverse sweep along " + Arrays.toString(direction), sum, size)
        .same(Found.of("forward mode", found.numbers()[0], size), rounding);
    return found;
  }

  private void tape(Gradients gradients, double value, Found reverse)
      throws ReflectiveOperationException {
    List<Tensor> leaves = new ArrayList<>();
    Object[] taped = arguments.tensors(true, leaves);
    Tensor result = (Tensor) compiled.main(program.name() + "T").invoke(null, taped);
    Gradient gradient = gradients.gradient(arguments.tensors(false, new ArrayList<>()));
    identical(result.item(), ((Tensor) gradient.value()).item(), "over tensors and compiled it is");
    Found.of("the version over numbers", value).same(Found.of("the tape", result.item()), rounding);
    if (result.requiresGrad()) {
      result.backward();
    }
    Found tape =
        Found.of(
            "the tape",
            leaves.stream().mapToDouble(t -> t.grad() == null ? 0 : t.grad().item()).toArray());
    tape.same(
        Found.of("the reverse sweep over tensors", Arguments.flat(gradient.arguments())), rounding);
    tape.same(reverse, rounding);
  }

  private Found second(Gradients overNumbers, Gradients overTensors, Found reverse) {
    counts.second++;
    HessianProduct numbers = overNumbers.hvp(arguments.parts(direction()), arguments.plain());
    HessianProduct tensors =
        overTensors.hvp(
            arguments.tensorParts(direction()), arguments.tensors(false, new ArrayList<>()));
    reverse.same(
        Found.of("the sweep of second order", Arguments.flat(numbers.gradient().arguments())),
        rounding);
    Found product =
        Found.of(
            "the product with the Hessian over numbers",
            Arguments.flat(numbers.product().arguments()));
    product.same(
        Found.of(
            "the product with the Hessian over tensors",
            Arguments.flat(tensors.product().arguments())),
        rounding * 100);
    return product;
  }

  private void differences(double[] gradient) {
    Method traced = compiled.traced(program.name());
    long way = way(traced, gradient, 0);
    for (int i = 0; i < gradient.length; i++) {
      counts.partials++;
      double[] along = new double[gradient.length];
      along[i] = 1;
      Optional<Differences.Estimate> found =
          Differences.derivative(
              step -> {
                double value = value(traced, along, step);
                return Trace.way() == way ? value : Double.NaN;
              },
              program.hasFloats());
      if (found.isPresent()
          && found.get().check(gradient[i], "the gradient with respect to number " + i)) {
        counts.differences++;
      }
    }
  }

  private void secondDifferences(Gradients overNumbers, Found product) {
    Method traced = compiled.traced(program.name());
    double[] direction = direction();
    double[] weights = arguments.direction(program.seed() + 1);
    long way = way(traced, direction, 0);
    Optional<Differences.Estimate> found =
        Differences.derivative(
            step -> {
              if (way(traced, direction, step) != way) {
                return Double.NaN;
              }
              Gradient there = overNumbers.gradient(arguments.moved(direction, step));
              return dot(weights, Arguments.flat(there.arguments()));
            },
            program.hasFloats());
    if (found.isPresent() && found.get().check(dot(weights, product.numbers()), product.way())) {
      counts.secondDifferences++;
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private long way(Method traced, double[] direction, double step) {
    value(traced, direction, step);
    return Trace.way();
  }

  private double value(Method traced, double[] direction, double step) {
    Trace.start();
    try {
      return (double) traced.invoke(null, arguments.moved(direction, step));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
