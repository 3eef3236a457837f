/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Compares the gradients that the tape computes with central differences (f(x + h) − f(x − h)) /
 * 2h, element by element, in float64. The function has to be smooth around the inputs, and the same
 * at every call.
 */
public final class Gradcheck {
  private static final double STEP = 1e-6;
  private static final double ABSOLUTE = 1e-5;
  private static final double RELATIVE = 1e-3;

  private final Function<Tensor[], Tensor> function;
  private final Tensor[] inputs;

  private Gradcheck(Function<Tensor[], Tensor> function, Tensor[] inputs) {
    this.function = function;
    this.inputs = inputs;
  }

  /**
   * Checks the gradient of every result element with respect to every element of the inputs that
   * require a gradient.
   *
   * @param inputs those that require a gradient are float64 leaves of any strides, but not
   *     expanded; they are set back after each difference
   * @throws GradcheckException if a gradient is wrong; the message lists where and by how much
   */
  public static void check(Function<Tensor[], Tensor> function, Tensor... inputs) {
    new Gradcheck(function, inputs).run();
  }

  /**
   * Checks the gradients of the gradients: those of each input's vector-Jacobian product, with
   * respect to the inputs and to the vector.
   */
  public static void checkSecond(Function<Tensor[], Tensor> function, Tensor... inputs) {
    Tensor model = function.apply(inputs);
    double[] weights = new double[Math.toIntExact(model.numel())];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Math.cos(1 + i); // no two alike, none zero
    }
    Tensor vector = Tensor.from(weights, model.shape()).requiresGrad(true);
    Tensor[] extended = Arrays.copyOf(inputs, inputs.length + 1);
    extended[inputs.length] = vector;
    for (int i = 0; i < inputs.length; i++) {
      int wrt = i;
      if (inputs[wrt].requiresGrad()) {
        check(given -> productWith(function, given, wrt), extended);
      }
    }
  }

  /** The gradient of {@code sum(f(inputs) · vector)} with respect to one input, recorded. */
  private static Tensor productWith(Function<Tensor[], Tensor> function, Tensor[] given, int wrt) {
    Tensor[] inputs = Arrays.copyOf(given, given.length - 1);
    Tensor vector = given[given.length - 1];
    Tensor result = function.apply(inputs);
    Tensor gradient =
        Autograd.gradOrNull(List.of(result), List.of(inputs[wrt]), List.of(vector), false, true)
            .getFirst();
    return gradient == null ? inputs[wrt].mul(0.0) : gradient;
  }

  /**
   * Checks forward mode: the tangent of the result for a tangent of every input, against the
   * difference along that direction.
   */
  public static void checkForward(Function<Tensor[], Tensor> function, Tensor... inputs) {
    Gradcheck check = new Gradcheck(function, inputs);
    for (int i = 0; i < inputs.length; i++) {
      if (inputs[i].requiresGrad()) {
        check.requireDoubles(i);
        check.compareTangents(i);
      }
    }
  }

  private void compareTangents(int index) {
    Tensor input = inputs[index];
    GradcheckReport report = new GradcheckReport();
    for (int element = 0; element < input.numel(); element++) {
      double[] unit = new double[Math.toIntExact(input.numel())];
      unit[element] = 1;
      Tensor tangent = Tensor.from(unit, input.shape());
      double[] pushed;
      try (ForwardMode.Level level = ForwardMode.open()) {
        Tensor[] given = inputs.clone();
        given[index] = level.dual(input, tangent);
        pushed = level.tangent(function.apply(given)).toDoubleArray();
      }
      double[] difference = centralDifference(input, element);
      for (int j = 0; j < difference.length; j++) {
        report.compare(index, element, j, pushed[j], difference[j]);
      }
    }
    report.failIfWrong(inputs);
  }

  private void run() {
    List<Integer> active = new ArrayList<>();
    for (int i = 0; i < inputs.length; i++) {
      if (inputs[i].requiresGrad()) {
        requireDoubles(i);
        active.add(i);
      }
    }
    if (active.isEmpty()) {
      throw new IllegalArgumentException("gradcheck: no input requires a gradient");
    }
    double[][][] taped = tapedJacobians(active);
    GradcheckReport report = new GradcheckReport();
    for (int a = 0; a < active.size(); a++) {
      Tensor input = inputs[active.get(a)];
      for (int element = 0; element < input.numel(); element++) {
        double[] difference = centralDifference(input, element);
        for (int j = 0; j < difference.length; j++) {
          report.compare(active.get(a), element, j, taped[a][j][element], difference[j]);
        }
      }
    }
    report.failIfWrong(inputs);
  }

  private void requireDoubles(int index) {
    Tensor input = inputs[index];
    boolean expanded = false;
    for (int i = 0; i < input.dim(); i++) {
      expanded |= input.array().strides()[i] == 0 && input.size(i) > 1;
    }
    if (input.dtype() != DType.FLOAT64 || expanded || !input.isLeaf()) {
      throw new IllegalArgumentException(
          "gradcheck: input %d is %s%s%s; differences need float64 leaves each of whose elements has a place of its own"
              .formatted(
                  index,
                  input.describe(),
                  expanded ? ", expanded" : "",
                  input.isLeaf() ? "" : ", not a leaf"));
    }
  }

  /** For each active input and each result element, the gradient by the tape. */
  private double[][][] tapedJacobians(List<Integer> active) {
    Tensor result = function.apply(inputs);
    int elements = Math.toIntExact(result.numel());
    double[][][] jacobians = new double[active.size()][elements][];
    List<Tensor> wrt = active.stream().map(i -> inputs[i]).toList();
    for (int j = 0; j < elements; j++) {
      double[] unit = new double[elements];
      unit[j] = 1;
      Tensor vector = Tensor.from(unit, result.shape());
      List<@Nullable Tensor> gradients =
          result.requiresGrad()
              ? Autograd.gradOrNull(List.of(result), wrt, List.of(vector), true, false)
              : List.of();
      for (int a = 0; a < active.size(); a++) {
        Tensor gradient = gradients.isEmpty() ? null : gradients.get(a);
        jacobians[a][j] =
            gradient == null
                ? new double[Math.toIntExact(wrt.get(a).numel())]
                : gradient.toDoubleArray();
      }
    }
    return jacobians;
  }

  private double[] centralDifference(Tensor input, int element) {
    double[] values = input.toDoubleArray();
    double value = values[element];
    double[] above = resultWith(input, values, element, value + STEP);
    double[] below = resultWith(input, values, element, value - STEP);
    resultWith(input, values, element, value);
    double[] difference = new double[above.length];
    for (int j = 0; j < difference.length; j++) {
      difference[j] = (above[j] - below[j]) / (2 * STEP);
    }
    return difference;
  }

  private double[] resultWith(Tensor input, double[] values, int element, double value) {
    values[element] = value;
    try (var _ = Autograd.noGrad()) {
      input.copyFrom(Tensor.from(values, input.shape()));
    }
    return function.apply(inputs).toDoubleArray();
  }

  /** The elements whose gradients differ, the worst of which are told. */
  private static final class GradcheckReport {
    private static final int TOLD = 5;

    private final List<String> wrong = new ArrayList<>();
    private int compared;

    void compare(int input, int element, int output, double taped, double difference) {
      compared++;
      double allowed = ABSOLUTE + RELATIVE * Math.abs(difference);
      if (!(Math.abs(taped - difference) <= allowed)) {
        wrong.add(
            String.format(
                Locale.ROOT,
                "  result element %d by element %d of input %d: the tape says %.9g, differences say"
                    + " %.9g (allowed %.2g apart)",
                output,
                element,
                input,
                taped,
                difference,
                allowed));
      }
    }

    void failIfWrong(Tensor[] inputs) {
      if (!wrong.isEmpty()) {
        throw new GradcheckException(
            "gradcheck: %d of %d derivatives are wrong, for inputs %s:%n%s%s"
                .formatted(
                    wrong.size(),
                    compared,
                    Arrays.stream(inputs).map(Tensor::describe).toList(),
                    String.join("\n", wrong.subList(0, Math.min(TOLD, wrong.size()))),
                    wrong.size() > TOLD ? "\n  ..." : ""));
      }
    }
  }
}
