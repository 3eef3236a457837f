/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradsmith.ir.DType;
import org.gradsmith.nn.layer.Linear;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@SuppressWarnings("UnusedVariable") // members are read by reflection
class ModuleTest {
  /** The names below are those that PyTorch gives the same module. */
  private static final class Net extends Module {
    private final Linear a = new Linear(2, 3);
    private final Tensor scale = parameter(Tensor.ones(3));
    private final List<Module> layers;
    @Buffer private final Tensor mean = Tensor.zeros(3);
    private final Linear b = a;

    Net() {
      Linear first = new Linear(3, 3);
      layers = List.of(first, new Tied(first));
    }
  }

  /** Not a Linear of its own: it shares the weight of another one. */
  private static final class Tied extends Module {
    private final Tensor weight;
    private final Tensor bias = parameter(Tensor.zeros(3));

    Tied(Linear other) {
      weight = other.weight();
    }
  }

  private static class Base extends Module {
    final Tensor first = parameter(Tensor.ones(1));
  }

  private static final class Derived extends Base {
    final Tensor second = parameter(Tensor.ones(2));
  }

  private static final class Containers extends Module {
    final Linear[] array = {new Linear(1, 1, false), new Linear(1, 1, false)};
    final Map<String, Object> map = new LinkedHashMap<>();
    final List<List<Tensor>> nested =
        List.of(List.of(parameter(Tensor.ones(1))), List.of(parameter(Tensor.ones(1))));
    final @Nullable Linear absent = null;
    final transient Linear ignored = new Linear(1, 1);
    final Tensor constant = Tensor.ones(1);
    final String text = "no member";
    final int[] numbers = {1, 2};
    @Buffer final Tensor[] statistics = {Tensor.zeros(1), Tensor.zeros(2)};

    Containers() {
      map.put("key", new Linear(1, 1, false));
    }
  }

  private static final class Ring extends Module {
    final Tensor weight = parameter(Tensor.ones(1));
    @Nullable Ring next;
  }

  private static List<String> names(Map<String, ?> map) {
    return List.copyOf(map.keySet());
  }

  @Test
  void namesParametersAsPyTorchDoes() {
    Net net = new Net();
    assertEquals(
        List.of("scale", "a.weight", "a.bias", "layers.0.weight", "layers.0.bias", "layers.1.bias"),
        names(net.namedParameters()));
    assertEquals(
        List.of(
            "scale",
            "mean",
            "a.weight",
            "a.bias",
            "layers.0.weight",
            "layers.0.bias",
            "layers.1.weight",
            "layers.1.bias",
            "b.weight",
            "b.bias"),
        names(net.stateDict()));
    assertEquals(List.of("", "a", "layers.0", "layers.1"), names(net.namedModules()));
    assertEquals(List.of("a", "layers.0", "layers.1"), names(net.namedChildren()));
    assertEquals(List.of("mean"), names(net.namedBuffers()));
    assertSame(net.a.weight(), net.parameters().get(1));
  }

  @Test
  void readsTheSuperclassFirst() {
    assertEquals(List.of("first", "second"), names(new Derived().namedParameters()));
  }

  @Test
  void looksIntoContainersAndLeavesTheRestAlone() {
    Containers net = new Containers();
    assertEquals(
        List.of("nested.0.0", "nested.1.0", "array.0.weight", "array.1.weight", "map.key.weight"),
        names(net.namedParameters()));
    assertEquals(List.of("statistics.0", "statistics.1"), names(net.namedBuffers()));
  }

  @Test
  void endsOnCycles() {
    Ring one = new Ring();
    Ring two = new Ring();
    one.next = two;
    two.next = one;
    assertEquals(List.of("weight", "next.weight"), names(one.namedParameters()));
    assertEquals(List.of("weight", "next.weight"), names(one.stateDict()));
    assertEquals(2, one.modules().size());
  }

  @Test
  void frozenParametersStayParameters() {
    Net net = new Net();
    net.requiresGrad(false);
    assertTrue(net.parameters().stream().noneMatch(Tensor::requiresGrad));
    assertEquals(6, net.parameters().size());
    net.requiresGrad(true);
    assertTrue(net.parameters().stream().allMatch(Tensor::requiresGrad));
  }

  @Test
  void switchesTheWholeTreeBetweenTrainingAndEvaluation() {
    Net net = new Net();
    assertTrue(net.modules().stream().allMatch(Module::isTraining));
    net.eval();
    assertTrue(net.modules().stream().noneMatch(Module::isTraining));
    net.layers.getFirst().train();
    assertFalse(net.isTraining());
    net.train();
    assertTrue(net.modules().stream().allMatch(Module::isTraining));
  }

  @Test
  void zeroGradForgetsGradients() {
    Net net = new Net();
    net.scale.sum().backward();
    assertNotNull(net.scale.grad());
    net.zeroGrad();
    assertNull(net.scale.grad());
  }

  @Test
  void convertsInPlace() {
    Net net = new Net();
    List<Tensor> before = net.parameters();
    double[] scale = net.a.weight().toDoubleArray();
    net.scale.sum().backward();
    Net converted = net.to(DType.FLOAT64);
    assertSame(net, converted);
    assertEquals(before, net.parameters(), "the same tensors, as an optimizer holds them");
    assertTrue(net.parameters().stream().allMatch(t -> t.dtype() == DType.FLOAT64));
    assertTrue(net.parameters().stream().allMatch(Tensor::requiresGrad));
    assertEquals(DType.FLOAT64, net.mean.dtype());
    Tensor gradient = net.scale.grad();
    assertNotNull(gradient);
    assertEquals(DType.FLOAT64, gradient.dtype());
    for (int i = 0; i < scale.length; i++) {
      assertEquals(scale[i], net.a.weight().toDoubleArray()[i]);
    }
    assertThrows(IllegalArgumentException.class, () -> net.to(DType.INT64));
  }

  @Test
  void refusesParametersThatCannotBeTrained() {
    class Wrong extends Module {
      Wrong(Tensor tensor) {
        parameter(tensor);
      }
    }
    assertThrows(IllegalArgumentException.class, () -> new Wrong(Tensor.of(1L)));
    Tensor computed = Tensor.ones(2).requiresGrad(true).mul(2.0);
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> new Wrong(computed));
    assertTrue(String.valueOf(thrown.getMessage()).contains("must be a leaf"));
  }

  @Test
  void seesModulesAddedLater() {
    class Growing extends Module {
      final List<Linear> layers = new ArrayList<>();
    }
    Growing net = new Growing();
    assertEquals(List.of(), net.parameters());
    net.layers.add(new Linear(2, 2));
    assertEquals(List.of("layers.0.weight", "layers.0.bias"), names(net.namedParameters()));
  }
}
