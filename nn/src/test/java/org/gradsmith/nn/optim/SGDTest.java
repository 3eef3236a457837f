/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.Test;

/**
 * Trajectories on ½·c·p² − d·p from p = (1, −2, 0.5) with c = (1, 0.5, 3), d = (0.3, −0.1, 0.2) and
 * learning rate 0.1, as torch.optim.SGD 2.13 walks them.
 */
class SGDTest {
  private static Tensor start(DType dtype) {
    return Tensor.of(new double[] {1.0, -2.0, 0.5}).to(dtype).requiresGrad(true);
  }

  private static void backward(Tensor p) {
    Tensor c = Tensor.of(new double[] {1.0, 0.5, 3.0}).to(p.dtype());
    Tensor d = Tensor.of(new double[] {0.3, -0.1, 0.2}).to(p.dtype());
    c.mul(p).mul(p).mul(0.5).sub(d.mul(p)).sum().backward();
  }

  private static void step(SGD optimizer) {
    optimizer.zeroGrad();
    backward(optimizer.parameters().getFirst());
    optimizer.step();
  }

  private static void assertTrajectory(Function<SGD, SGD> settings, double[]... expected) {
    SGD optimizer = settings.apply(new SGD(List.of(start(DType.FLOAT64)), 0.1));
    for (double[] place : expected) {
      step(optimizer);
      assertArrayEquals(place, optimizer.parameters().getFirst().toDoubleArray(), 1e-14);
    }
  }

  @Test
  void plain() {
    assertTrajectory(
        sgd -> sgd,
        new double[] {0.93, -1.91, 0.37},
        new double[] {0.867, -1.8245, 0.279},
        new double[] {0.8103, -1.743275, 0.21530000000000002},
        new double[] {0.75927, -1.66611125, 0.17071000000000003});
  }

  @Test
  void momentum() {
    assertTrajectory(
        sgd -> sgd.momentum(0.9),
        new double[] {0.93, -1.91, 0.37},
        new double[] {0.804, -1.7434999999999998, 0.16199999999999998},
        new double[] {0.6402, -1.5164749999999998, -0.05380000000000003},
        new double[] {0.45875999999999995, -1.2463287499999998, -0.21188});
  }

  @Test
  void dampening() {
    assertTrajectory(
        sgd -> sgd.momentum(0.9).dampening(0.5),
        new double[] {0.93, -1.91, 0.37},
        new double[] {0.8355, -1.78625, 0.2075},
        new double[] {0.723675, -1.63521875, 0.04012499999999997},
        new double[] {0.6018487499999999, -1.46341015625, -0.10653125000000004});
  }

  @Test
  void weightDecay() {
    assertTrajectory(
        sgd -> sgd.weightDecay(0.01),
        new double[] {0.929, -1.908, 0.3695},
        new double[] {0.865171, -1.820692, 0.2782805},
        new double[] {0.807788729, -1.737836708, 0.21451806949999996},
        new double[] {0.7562020673709999, -1.659207035892, 0.16994813058049998});
  }

  @Test
  void momentumAndWeightDecay() {
    assertTrajectory(
        sgd -> sgd.momentum(0.9).weightDecay(0.01),
        new double[] {0.929, -1.908, 0.3695},
        new double[] {0.8012710000000001, -1.737892, 0.16083050000000002},
        new double[] {0.635386529, -1.506162308, -0.0553820305},
        new double[] {0.451916465671, -1.2307913074919998, -0.2133033167695});
  }

  @Test
  void nesterov() {
    assertTrajectory(
        sgd -> sgd.momentum(0.9).weightDecay(0.01).nesterov(),
        new double[] {0.8651, -1.8252, 0.25205},
        new double[] {0.69857731, -1.59281812, 0.04019760499999997},
        new double[] {0.523287493211, -1.323107032172, -0.08517821579950002},
        new double[] {0.35860846563270904, -1.0352683334173332, -0.11841350170881597});
  }

  @Test
  void nesterovInFloat32() {
    SGD sgd =
        new SGD(List.of(start(DType.FLOAT32)), 0.1).momentum(0.9).weightDecay(0.01).nesterov();
    for (int i = 0; i < 4; i++) {
      step(sgd);
    }
    assertArrayEquals(
        new double[] {0.35860851407051086, -1.0352683067321777, -0.11841347813606262},
        sgd.parameters().getFirst().toDoubleArray(),
        2e-7);
  }

  /** A parameter that is not contiguous is updated by tensor ops: in the same order. */
  @Test
  void updatesAnyLayoutAlike() {
    Tensor strided = Tensor.of(new double[][] {{1, 9}, {-2, 9}, {0.5, 9}}).select(1, 0);
    strided.requiresGrad(true);
    SGD byOps = new SGD(List.of(strided), 0.1).momentum(0.9).weightDecay(0.01).nesterov();
    SGD byLoop =
        new SGD(List.of(start(DType.FLOAT64)), 0.1).momentum(0.9).weightDecay(0.01).nesterov();
    for (int i = 0; i < 5; i++) {
      step(byOps);
      step(byLoop);
      assertArrayEquals(
          byLoop.parameters().getFirst().toDoubleArray(), strided.toDoubleArray(), 1e-15);
    }
  }

  @Test
  void learningRateCanChange() {
    SGD sgd = new SGD(List.of(start(DType.FLOAT64)), 0.1);
    sgd.learningRate(0);
    step(sgd);
    assertArrayEquals(new double[] {1, -2, 0.5}, sgd.parameters().getFirst().toDoubleArray());
  }

  @Test
  void leavesParametersWithoutGradientAlone() {
    Tensor untouched = start(DType.FLOAT64);
    Tensor trained = start(DType.FLOAT64);
    SGD sgd = new SGD(List.of(untouched, trained), 0.1).momentum(0.9).weightDecay(0.5);
    backward(trained);
    sgd.step();
    assertArrayEquals(new double[] {1, -2, 0.5}, untouched.toDoubleArray());
    assertEquals(List.of("momentum_buffer.1"), List.copyOf(sgd.stateDict().keySet()));
    sgd.zeroGrad();
    assertNull(trained.grad());
  }

  @Test
  void writesAreSeenByAutograd() {
    Tensor p = start(DType.FLOAT32);
    Tensor loss = p.mul(p).sum();
    long before = p.version();
    p.grad(Tensor.ones(3));
    new SGD(List.of(p), 0.1).step();
    assertTrue(p.version() > before);
    assertThrows(RuntimeException.class, loss::backward, "p was changed after it was saved");
  }

  @Test
  void continuesFromASavedState() {
    SGD whole = new SGD(List.of(start(DType.FLOAT64)), 0.1).momentum(0.9);
    SGD firstHalf = new SGD(List.of(start(DType.FLOAT64)), 0.1).momentum(0.9);
    for (int i = 0; i < 3; i++) {
      step(whole);
      step(firstHalf);
    }
    Tensor p = firstHalf.parameters().getFirst().detach().copy().requiresGrad(true);
    SGD secondHalf = new SGD(List.of(p), 0.1).momentum(0.9);
    secondHalf.load(firstHalf.stateDict());
    step(whole);
    step(secondHalf);
    assertArrayEquals(whole.parameters().getFirst().toDoubleArray(), p.toDoubleArray());
  }

  @Test
  void stateIsACopy() {
    SGD sgd = new SGD(List.of(start(DType.FLOAT64)), 0.1).momentum(0.9);
    step(sgd);
    double[] before = buffer(sgd.stateDict()).toDoubleArray();
    Map<String, Tensor> state = sgd.stateDict();
    try (var _ = Autograd.noGrad()) {
      buffer(state).zeroInPlace();
    }
    assertArrayEquals(before, buffer(sgd.stateDict()).toDoubleArray());
  }

  @Test
  void refusesAForeignStateAndKeepsItsOwn() {
    SGD sgd = new SGD(List.of(start(DType.FLOAT64)), 0.1).momentum(0.9);
    step(sgd);
    double[] before = buffer(sgd.stateDict()).toDoubleArray();
    refused(
        "'momentum_buffer.1' is no state of SGD over 1 parameters; expected momentum_buffer.0 to"
            + " momentum_buffer.0",
        sgd,
        "momentum_buffer.1",
        Tensor.of(new double[] {1.0, 2.0, 3.0}));
    refused(
        "'momentum_buffer.0' is Tensor float64 [2], but parameter 0 is Tensor float64 [3]",
        sgd,
        "momentum_buffer.0",
        Tensor.of(new double[] {1.0, 2.0}));
    refused(
        "'exp_avg.0' is no state of SGD over 1 parameters; expected momentum_buffer.0 to"
            + " momentum_buffer.0",
        sgd,
        "exp_avg.0",
        Tensor.of(new double[] {1.0, 2.0, 3.0}));
    assertArrayEquals(before, buffer(sgd.stateDict()).toDoubleArray());
  }

  @Test
  void refusesSenselessSettings() {
    Tensor p = start(DType.FLOAT64);
    assertThrows(IllegalArgumentException.class, () -> new SGD(List.of(), 0.1));
    assertThrows(IllegalArgumentException.class, () -> new SGD(List.of(p, p), 0.1));
    assertThrows(IllegalArgumentException.class, () -> new SGD(List.of(p.mul(2.0)), 0.1));
    assertThrows(IllegalArgumentException.class, () -> new SGD(List.of(p), -0.1));
    assertThrows(IllegalArgumentException.class, () -> new SGD(List.of(p), Double.NaN));
    assertThrows(IllegalStateException.class, () -> new SGD(List.of(p), 0.1).nesterov().step());
    assertThrows(
        IllegalStateException.class,
        () -> new SGD(List.of(p), 0.1).momentum(0.9).dampening(0.1).nesterov().step());
  }

  private static Tensor buffer(Map<String, Tensor> state) {
    return state.getOrDefault("momentum_buffer.0", Tensor.of(0f));
  }

  private static void refused(String message, SGD sgd, String name, Tensor tensor) {
    Map<String, Tensor> state = new LinkedHashMap<>();
    state.put(name, tensor);
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> sgd.load(state));
    assertEquals(message, thrown.getMessage());
  }
}
