/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.compiled.Gradient;
import org.gradsmith.compiled.Gradients;
import org.gradsmith.compiled.Mode;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.nn.layer.Linear;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The programs with modules, called as users call modules, and by their {@code forward} alone. */
class ModuleProgramsTest {
  @TestFactory
  Stream<DynamicTest> calledModulesRunGeneratedCode() {
    return cases("mlp_module", "convnet_module")
        .map(each -> DynamicTest.dynamicTest(each.toString(), () -> checkCall(each)));
  }

  private static Stream<RecordedCase> cases(String first, String second) {
    return RecordedProgramsTest.recorded().stream()
        .filter(each -> each.program().equals(first) || each.program().equals(second));
  }

  private static void checkCall(RecordedCase each) {
    Object[] arguments = arguments(each);
    Tensor x = ((Tensor) arguments[0]).requiresGrad(true);
    UnaryModule net = (UnaryModule) arguments[2];
    Tensor loss;
    try (var _ = Mode.REQUIRE.scope()) {
      loss = loss(net, x, (Tensor) arguments[1]);
      loss.backward();
    }
    each.check("the loss", loss.detach(), each.outputs().getFirst(), "tensor");
    each.check(
        "gradient of x", Objects.requireNonNull(x.grad()), each.arguments().getFirst(), "grad");
    Map<String, Tensor> parameters = net.namedParameters();
    JsonObject recorded = each.arguments().get(2).getAsJsonObject("items");
    assertEquals(recorded.keySet(), parameters.keySet());
    parameters.forEach((name, parameter) ->
        each.check(
            "gradient of " + name,
            Objects.requireNonNull(parameter.grad()),
            recorded.getAsJsonObject(name),
            "grad"));
  }

  private static Object[] arguments(RecordedCase each) {
    return each.values(Objects.requireNonNull(Program.all().get(each.program())));
  }

  private static Tensor loss(UnaryModule net, Tensor x, Tensor target) {
    return switch (net) {
      case ModulePrograms.Mlp mlp -> ModulePrograms.mlpModule(x, target, mlp);
      case ModulePrograms.ConvNet convolutions ->
          ModulePrograms.convnetModule(x, target, convolutions);
      default -> throw new IllegalStateException("no program takes a " + net);
    };
  }

  @TestFactory
  Stream<DynamicTest> forwardAloneHasGradientsOfItsParameters() {
    return cases("mlp_module", "convnet_module")
        .map(each -> DynamicTest.dynamicTest(each.toString(), () -> checkForward(each)));
  }

  private static void checkForward(RecordedCase each) {
    Object[] arguments = arguments(each);
    switch (arguments[2]) {
      case ModulePrograms.Mlp net ->
          checkForward(each, net, Gradients.of(net::forward), (Tensor) arguments[0]);
      case ModulePrograms.ConvNet net ->
          checkForward(each, net, Gradients.of(net::forward), (Tensor) arguments[0]);
      default -> throw new IllegalStateException("no program takes a " + arguments[2]);
    }
  }

  private static void checkForward(
      RecordedCase each, UnaryModule net, Gradients gradients, Tensor input) {
    Tensor x = input.detach().requiresGrad(true);
    Tensor expected;
    Tensor cotangent;
    try (var _ = Mode.OFF.scope()) {
      expected = net.call(x);
      cotangent = expected.detach().sin();
      Autograd.backward(expected, cotangent, false, false);
    }
    Gradient gradient = gradients.vjp(cotangent, input);
    Closeness closeness = each.closeness();
    closeness.require("the result", Objects.requireNonNull(gradient.value()), expected.detach());
    closeness.require("gradient of x", gradient.tensor(0), Objects.requireNonNull(x.grad()));
    net.namedParameters()
        .forEach((name, parameter) ->
            closeness.require(
                "gradient of " + name,
                Objects.requireNonNull(gradient.of(parameter)),
                Objects.requireNonNull(parameter.grad())));
  }

  /**
   * A forward without jumps is compiled to another kind of class; its gradients are asked alike.
   */
  @Test
  void forwardWithoutJumpsHasGradients() {
    Linear layer = new Linear(3, 2);
    Tensor x = Tensor.of(new float[] {0.5f, -1f, 2f}).view(1, 3);
    Tensor cotangent = Tensor.of(new float[] {1f, -3f}).view(1, 2);
    Gradient gradient = Gradients.of(layer::forward).vjp(cotangent, x);
    Closeness closeness = new Closeness(1e-6, 1e-6);
    closeness.require("x", gradient.tensor(0), cotangent.matmul(layer.weight().detach()));
    closeness.require(
        "weight", Objects.requireNonNull(gradient.of(layer.weight())), cotangent.t().matmul(x));
    closeness.require(
        "bias",
        Objects.requireNonNull(gradient.of(Objects.requireNonNull(layer.bias()))),
        cotangent.view(2));
  }
}
