/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gradsmith.ir.DType;
import org.gradsmith.nn.io.Safetensors;
import org.gradsmith.nn.layer.Linear;
import org.gradsmith.nn.layer.ReLU;
import org.gradsmith.nn.layer.Sequential;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDictTest {
  @TempDir private Path folder;

  private static Sequential net() {
    return new Sequential(new Linear(2, 3), new ReLU(), new Linear(3, 1));
  }

  private static Map<String, Tensor> filled(double value) {
    Map<String, Tensor> state = new LinkedHashMap<>();
    net().stateDict().forEach((name, t) -> state.put(name, Tensor.full(t.shape(), value)));
    return state;
  }

  @Test
  void loadsWhatFits() {
    Sequential net = net();
    net.load(filled(0.25));
    net.parameters().forEach(p -> assertEquals(0.25, p.toDoubleArray()[0]));
    assertTrue(net.parameters().stream().allMatch(Tensor::requiresGrad));
  }

  @Test
  void convertsFloatingTypes() {
    Sequential net = net();
    Map<String, Tensor> state = filled(0.25);
    state.replaceAll((_, tensor) -> tensor.to(DType.FLOAT64));
    net.load(state);
    assertEquals(DType.FLOAT32, net.parameters().getFirst().dtype());
    assertEquals(0.25, net.parameters().getFirst().toDoubleArray()[0]);
  }

  @Test
  void listsEverythingThatDoesNotFitAndLoadsNothing() {
    Sequential net = net();
    float[] before = net.parameters().getFirst().toFloatArray();
    Map<String, Tensor> state = filled(0.25);
    state.remove("0.bias");
    state.put("2.weight", Tensor.zeros(3, 1));
    state.put("2.bias", Tensor.of(1L));
    state.put("3.weight", Tensor.zeros(4));
    StateDictException thrown = assertThrows(StateDictException.class, () -> net.load(state));
    assertEquals(
        """
        the state does not fit Sequential, so nothing was loaded:
          missing: '0.bias' float32 [3]
          does not fit: '2.weight' float32 [3, 1], but the module has float32 [1, 3]
          does not fit: '2.bias' int64 [1], but the module has float32 [1]
          unexpected: '3.weight' float32 [4]\
        """,
        String.valueOf(thrown.getMessage()).replace(System.lineSeparator(), "\n"));
    assertArrayEquals(before, net.parameters().getFirst().toFloatArray());
  }

  @Test
  void sharesElementsWithTheModule() {
    Linear linear = new Linear(1, 1);
    Map<String, Tensor> state = linear.stateDict();
    linear.load(Map.of("weight", Tensor.full(new long[] {1, 1}, 3), "bias", Tensor.of(4f)));
    assertEquals(3, state.getOrDefault("weight", Tensor.of(0f)).item());
    assertTrue(state.values().stream().noneMatch(Tensor::requiresGrad));
  }

  @Test
  void survivesAFile() throws IOException {
    Path file = folder.resolve("net.safetensors");
    Sequential net = net();
    Sequential other = net();
    assertNotEquals(
        net.parameters().getFirst().toFloatArray()[0],
        other.parameters().getFirst().toFloatArray()[0]);
    Safetensors.save(file, net.stateDict());
    other.load(Safetensors.load(file));
    for (int i = 0; i < net.parameters().size(); i++) {
      assertArrayEquals(
          net.parameters().get(i).toFloatArray(), other.parameters().get(i).toFloatArray());
    }
  }
}
