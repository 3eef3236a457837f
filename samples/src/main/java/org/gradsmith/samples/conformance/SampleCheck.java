/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.conformance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.autograd.ForwardMode;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Runs one sample and compares everything that was recorded of it. */
final class SampleCheck {
  private static final Tolerance STANDARD = new Tolerance(1e-5, 1e-8);

  private final Binding binding;
  private final JsonObject sample;
  private final SampleReader reader;
  private final List<String> has;

  SampleCheck(Binding binding, JsonObject sample, Map<String, Tensor> values) {
    this.binding = binding;
    this.sample = sample;
    this.reader = new SampleReader(sample, values);
    this.has = new ArrayList<>();
    if (sample.get("has") instanceof JsonArray listed) {
      listed.forEach(e -> has.add(e.getAsString()));
    }
  }

  /** What failed, or null if the sample passed. */
  @Nullable String run() {
    try {
      forwardAndGradients();
      if (has.contains("jvp")) {
        jvp();
      }
      if (has.contains("gg")) {
        secondDerivatives();
      }
      return null;
    } catch (Mismatch e) {
      return e.getMessage();
    } catch (ConformanceException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      return where(e) + e.getClass().getSimpleName() + ": " + e.getMessage();
    }
  }

  private String stage = "forward";

  private String where(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    String place =
        Arrays.stream(trace)
            .filter(frame -> frame.getClassName().startsWith("org.gradsmith"))
            .findFirst()
            .map(frame -> " (" + frame.getFileName() + ":" + frame.getLineNumber() + ")")
            .orElse("");
    return stage + place + ": ";
  }

  private List<Tensor> call() {
    return call(reader.arguments());
  }

  private List<Tensor> call(Arguments arguments) {
    Object result = binding.call(arguments);
    String unused = arguments.unused();
    if (unused != null) {
      throw new Mismatch(stage + ": argument '" + unused + "' was not used");
    }
    return tensors(result);
  }

  private static List<Tensor> tensors(Object result) {
    return switch (result) {
      case Tensor tensor -> List.of(tensor);
      case List<?> list -> list.stream().map(Tensor.class::cast).toList();
      case Boolean truth -> List.of(Tensor.scalar(truth));
      case Long number -> List.of(Tensor.scalar(number));
      case Double number -> List.of(Tensor.scalar(number));
      default ->
          throw new IllegalStateException("a binding returned a " + result.getClass().getName());
    };
  }

  private void forwardAndGradients() {
    stage = "forward";
    List<Tensor> outputs = call();
    JsonArray expected = sample.getAsJsonArray("outputs");
    if (expected.size() != outputs.size()) {
      throw new Mismatch(
          "forward: %d results, expected %d".formatted(outputs.size(), expected.size()));
    }
    for (int i = 0; i < outputs.size(); i++) {
      String name = expected.get(i).getAsJsonObject().get("tensor").getAsString();
      compare("output " + i, outputs.get(i), reader.recorded(name), tolerance("tolerance"));
    }
    if (has.contains("mut")) {
      reader
          .inputs()
          .forEach((path, input) -> {
            String name = reader.id() + "/mut/" + path;
            if (reader.isRecorded(name)) {
              compare(
                  "changed input " + path, input, reader.recorded(name), tolerance("tolerance"));
            }
          });
    }
    if (has.contains("grad")) {
      stage = "grad";
      List<Tensor> gradients = gradients(outputs, false);
      int i = 0;
      for (String path : reader.differentiable().keySet()) {
        compare(
            "gradient of " + path,
            gradients.get(i++),
            reader.recorded(reader.id() + "/grad/" + path),
            tolerance("tolerance_grad"));
      }
    }
  }

  /** The gradients of sum of cotangent times output; zeros where an input took no part. */
  private List<Tensor> gradients(List<Tensor> outputs, boolean createGraph) {
    List<Tensor> results = new ArrayList<>();
    List<Tensor> cotangents = new ArrayList<>();
    List<Integer> places = differentiableOutputs();
    for (int i : places) {
      if (outputs.get(i).requiresGrad()) {
        results.add(outputs.get(i));
        cotangents.add(reader.recorded(reader.id() + "/cot/" + i));
      }
    }
    return grad(results, cotangents, createGraph);
  }

  private List<Integer> differentiableOutputs() {
    List<Integer> places = new ArrayList<>();
    JsonArray expected = sample.getAsJsonArray("outputs");
    for (int i = 0; i < expected.size(); i++) {
      JsonElement flag = expected.get(i).getAsJsonObject().get("differentiable");
      if (flag != null && flag.getAsBoolean()) {
        places.add(i);
      }
    }
    return places;
  }

  private List<Tensor> grad(List<Tensor> results, List<Tensor> cotangents, boolean createGraph) {
    List<Tensor> inputs = List.copyOf(reader.differentiable().values());
    List<@Nullable Tensor> found =
        results.isEmpty()
            ? Arrays.asList(new @Nullable Tensor[inputs.size()])
            : Autograd.gradOrNull(results, inputs, cotangents, createGraph, createGraph);
    List<Tensor> gradients = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      Tensor gradient = found.get(i);
      gradients.add(gradient == null ? Tensor.zerosLike(inputs.get(i)) : gradient);
    }
    return gradients;
  }

  private void jvp() {
    stage = "jvp";
    try (ForwardMode.Level level = ForwardMode.open();
        var _ = Autograd.noGrad()) {
      List<Tensor> outputs =
          call(
              reader.arguments((path, primal) ->
                  level.dual(primal, reader.recorded(reader.id() + "/tan/" + path))));
      for (int place : differentiableOutputs()) {
        compare(
            "tangent of output " + place,
            level.tangent(outputs.get(place)),
            reader.recorded(reader.id() + "/jvp/" + place),
            tolerance("tolerance_jvp"));
      }
    }
  }

  private void secondDerivatives() {
    stage = "gg";
    List<Tensor> gradients = gradients(call(), true);
    List<Tensor> results = new ArrayList<>();
    List<Tensor> tangents = new ArrayList<>();
    int i = 0;
    for (String path : reader.differentiable().keySet()) {
      Tensor gradient = gradients.get(i++);
      if (gradient.requiresGrad()) {
        results.add(gradient);
        tangents.add(reader.recorded(reader.id() + "/tan/" + path));
      }
    }
    List<Tensor> second = grad(results, tangents, false);
    i = 0;
    for (String path : reader.differentiable().keySet()) {
      compare(
          "second derivative by " + path,
          second.get(i++),
          reader.recorded(reader.id() + "/gg/" + path),
          tolerance("tolerance_gg"));
    }
  }

  private Tolerance tolerance(String name) {
    JsonObject given = sample.getAsJsonObject(name);
    if (given == null) {
      given = sample.getAsJsonObject("tolerance");
    }
    return given == null
        ? STANDARD
        : new Tolerance(given.get("rtol").getAsDouble(), given.get("atol").getAsDouble());
  }

  private void compare(String what, Tensor actual, Tensor expected, Tolerance tolerance) {
    if (actual.dtype() != expected.dtype()) {
      throw new Mismatch(
          "%s: %s has dtype %s, expected %s"
              .formatted(stage, what, actual.dtype(), expected.dtype()));
    }
    if (!Arrays.equals(actual.shape(), expected.shape())) {
      throw new Mismatch(
          "%s: %s has shape %s, expected %s"
              .formatted(
                  stage, what, Arrays.toString(actual.shape()), Arrays.toString(expected.shape())));
    }
    if (actual.dtype().isFloating()) {
      compareNumbers(what, actual.toDoubleArray(), expected.toDoubleArray(), tolerance);
      return;
    }
    long[] a = actual.toLongArray();
    long[] e = expected.toLongArray();
    int differs = Arrays.mismatch(a, e);
    if (differs >= 0) {
      throw new Mismatch(
          "%s: element %d of %s is %d, expected %d"
              .formatted(stage, differs, what, a[differs], e[differs]));
    }
  }

  private void compareNumbers(String what, double[] a, double[] e, Tolerance tolerance) {
    int worst = -1;
    double error = -1;
    int wrong = 0;
    for (int i = 0; i < a.length; i++) {
      if (!tolerance.holds(a[i], e[i])) {
        wrong++;
        double distance = Math.abs(a[i] - e[i]);
        double by = Double.isNaN(distance) ? Double.POSITIVE_INFINITY : distance;
        if (by > error) {
          error = by;
          worst = i;
        }
      }
    }
    if (worst >= 0) {
      throw new Mismatch(
          "%s: %s: %d of %d elements differ, element %d is %s, expected %s (rtol %s, atol %s)"
              .formatted(
                  stage,
                  what,
                  wrong,
                  a.length,
                  worst,
                  a[worst],
                  e[worst],
                  tolerance.rtol(),
                  tolerance.atol()));
    }
  }

  /** Something differs from what was recorded. */
  private static final class Mismatch extends RuntimeException {
    private static final long serialVersionUID = 1;

    Mismatch(String message) {
      super(message);
    }
  }
}
