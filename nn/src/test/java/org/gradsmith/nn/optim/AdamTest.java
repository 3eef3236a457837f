/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradsmith.ir.DType;
import org.gradsmith.tensor.InPlaceException;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.TensorScope;
import org.junit.jupiter.api.Test;

/**
 * Trajectories on ½·c·p² − d·p from p = (1, −2, 0.5) with c = (1, 0.5, 3), d = (0.3, −0.1, 0.2) and
 * learning rate 0.1, as torch.optim.Adam and AdamW 2.13 walk them.
 */
class AdamTest {
  private static Tensor start(DType dtype) {
    return Tensor.of(new double[] {1.0, -2.0, 0.5}).to(dtype).requiresGrad(true);
  }

  private static Tensor loss(Tensor p) {
    Tensor c = Tensor.of(new double[] {1.0, 0.5, 3.0}).to(p.dtype());
    Tensor d = Tensor.of(new double[] {0.3, -0.1, 0.2}).to(p.dtype());
    return c.mul(p).mul(p).mul(0.5).sub(d.mul(p)).sum();
  }

  private static void step(Optimizer optimizer) {
    optimizer.zeroGrad();
    loss(optimizer.parameters().getFirst()).backward();
    optimizer.step();
  }

  private static void assertTrajectory(Optimizer optimizer, double[]... expected) {
    Tensor parameter = optimizer.parameters().getFirst();
    double tolerance = parameter.dtype() == DType.FLOAT64 ? 1e-14 : 2e-7;
    for (double[] place : expected) {
      step(optimizer);
      assertArrayEquals(place, parameter.toDoubleArray(), tolerance);
    }
  }

  private static Adam adam() {
    return new Adam(List.of(start(DType.FLOAT64)), 0.1);
  }

  private static double stepsOf(Adam optimizer, int parameter) {
    Tensor steps = optimizer.stateDict().get("step." + parameter);
    return steps == null ? 0 : steps.item();
  }

  private static AdamW adamW(DType dtype) {
    return new AdamW(List.of(start(dtype)), 0.1);
  }

  @Test
  void plain() {
    assertTrajectory(
        adam(),
        new double[] {0.9000000014285714, -1.9000000011111111, 0.40000000076923076},
        new double[] {0.8006944212199866, -1.8001896827805468, 0.30151437413718873},
        new double[] {0.7027434841941818, -1.7007122373711105, 0.20634346956852934},
        new double[] {0.6070016582544336, -1.6017243227387514, 0.11715738627084181});
  }

  @Test
  void lessThanHalfOfTheMeanIsKept() {
    assertTrajectory(
        adam().betas(0.4, 0.99).eps(1e-3),
        new double[] {0.9001426533523538, -1.900110987791343, 0.40007686395080705},
        new double[] {0.8038290395624658, -1.801472824889352, 0.30647416331527616},
        new double[] {0.7134400163201062, -1.7047987767892294, 0.2241107306117459},
        new double[] {0.6309800669840847, -1.6106282214351266, 0.1572363338024711});
  }

  @Test
  void weightDecayInTheGradient() {
    assertTrajectory(
        adam().weightDecay(0.05),
        new double[] {0.9000000013333334, -1.900000001, 0.400000000754717},
        new double[] {0.8006733897787844, -1.8001873186623443, 0.3015077785032837},
        new double[] {0.7026555589545608, -1.7007031618290758, 0.2063133500019503},
        new double[] {0.6067645208706205, -1.6017018558374445, 0.11706968510794506});
  }

  @Test
  void amsgrad() {
    assertTrajectory(
        adam().betas(0.9, 0.6).amsgrad(),
        new double[] {0.9000000014285714, -1.9000000011111111, 0.40000000076923076},
        new double[] {0.7987435692361783, -1.7994710512172176, 0.2982026707720181},
        new double[] {0.6961674996151156, -1.6980362088198995, 0.20182360906094382},
        new double[] {0.5985019048082849, -1.5953026793259326, 0.11754645915526933});
  }

  @Test
  void maximize() {
    assertTrajectory(
        adam().maximize(),
        new double[] {1.0999999985714286, -2.099999998888889, 0.5999999992307692},
        new double[] {1.2001252887327685, -2.200104337938658, 0.7000056320458997},
        new double[] {1.3004719739079154, -2.300377372413469, 0.8001411376025114},
        new double[] {1.4011345909022475, -2.400879568398486, 0.9005426948651429});
  }

  @Test
  void decoupledWeightDecay() {
    assertTrajectory(
        adamW(DType.FLOAT64),
        new double[] {0.8990000014285714, -1.8980000011111111, 0.39950000076923076},
        new double[] {0.798806060188274, -1.7962964403441104, 0.3006280328357861},
        new double[] {0.7000887064407612, -1.6950358886768144, 0.2051993507441361},
        new double[] {0.6037160402279736, -1.5943786429378466, 0.11590398417624277});
  }

  @Test
  void decoupledWeightDecayWithAmsgrad() {
    assertTrajectory(
        adamW(DType.FLOAT64).weightDecay(0.3).amsgrad(),
        new double[] {0.8700000014285714, -1.840000001111111, 0.38500000076923074},
        new double[] {0.7449507559769911, -1.6851502136869099, 0.2753888295342426},
        new double[] {0.6257453383169734, -1.535564584599314, 0.17333699092264152},
        new double[] {0.5135835486538667, -1.3913815233393607, 0.08201318002170231});
  }

  @Test
  void float32() {
    assertTrajectory(
        adamW(DType.FLOAT32),
        new double[] {0.8990000486373901, -1.8980000019073486, 0.3995000123977661},
        new double[] {0.7988060712814331, -1.79629647731781, 0.30062803626060486},
        new double[] {0.7000886797904968, -1.6950359344482422, 0.20519936084747314},
        new double[] {0.6037160158157349, -1.5943787097930908, 0.11590398102998734});
  }

  /** Parameters of half types are stepped in float32, and rounded once. */
  @Test
  void halfTypesAreComputedInFloat32() {
    Adam half = new Adam(List.of(start(DType.BFLOAT16)), 0.1);
    Adam single = new Adam(List.of(start(DType.FLOAT32)), 0.1);
    step(half);
    step(single);
    assertArrayEquals(
        single.parameters().getFirst().detach().to(DType.BFLOAT16).toDoubleArray(),
        half.parameters().getFirst().toDoubleArray());
  }

  @Test
  void anyLayoutIsSteppedAlike() {
    Tensor strided = Tensor.of(new double[][] {{1, 9}, {-2, 9}, {0.5, 9}}).select(1, 0);
    strided.requiresGrad(true);
    Adam ofStrided = new Adam(List.of(strided), 0.1).weightDecay(0.1);
    Adam ofContiguous = adam().weightDecay(0.1);
    for (int i = 0; i < 3; i++) {
      step(ofStrided);
      step(ofContiguous);
    }
    assertArrayEquals(
        ofContiguous.parameters().getFirst().toDoubleArray(), strided.toDoubleArray());
  }

  /** Each parameter counts its own steps. */
  @Test
  void aParameterThatJoinsLaterStartsAtItsFirstStep() {
    Tensor early = start(DType.FLOAT64);
    Tensor late = start(DType.FLOAT64);
    Adam both = new Adam(List.of(early, late), 0.1);
    step(both);
    both.zeroGrad();
    loss(late).backward();
    both.step();
    assertArrayEquals(early.toDoubleArray(), late.toDoubleArray());
    assertEquals(1, stepsOf(both, 1));
  }

  @Test
  void continuesFromASavedState() {
    Adam whole = adam().amsgrad();
    Adam firstHalf = adam().amsgrad();
    for (int i = 0; i < 3; i++) {
      step(whole);
      step(firstHalf);
    }
    Tensor p = firstHalf.parameters().getFirst().detach().copy().requiresGrad(true);
    Adam secondHalf = new Adam(List.of(p), 0.1).amsgrad();
    secondHalf.load(firstHalf.stateDict());
    step(whole);
    step(secondHalf);
    assertArrayEquals(whole.parameters().getFirst().toDoubleArray(), p.toDoubleArray());
  }

  @Test
  void refusesAStateThatIsNotItsOwnAndKeepsItsOwn() {
    Adam adam = adam();
    step(adam);
    Map<String, Tensor> incomplete = new LinkedHashMap<>(adam.stateDict());
    incomplete.remove("exp_avg.0");
    assertEquals(
        "the state of parameter 0 is not complete: it needs step.0, exp_avg.0 and exp_avg_sq.0, or none of them",
        assertThrows(IllegalArgumentException.class, () -> adam.load(incomplete)).getMessage());
    Map<String, Tensor> foreign = Map.of("momentum_buffer.0", Tensor.zeros(3));
    assertEquals(
        "'momentum_buffer.0' is no state of Adam over 1 parameters; expected exp_avg.0 to exp_avg.0",
        assertThrows(IllegalArgumentException.class, () -> adam.load(foreign)).getMessage());
    assertEquals(1, stepsOf(adam, 0));
  }

  /** State outlives the scope in which a step is taken. */
  @Test
  void stepsMayBeTakenWithinScopes() {
    for (Optimizer optimizer :
        List.of(adam(), new SGD(List.of(start(DType.FLOAT64)), 0.1).momentum(0.9))) {
      Optimizer unscoped =
          optimizer instanceof Adam
              ? adam()
              : new SGD(List.of(start(DType.FLOAT64)), 0.1).momentum(0.9);
      for (int i = 0; i < 3; i++) {
        try (var _ = TensorScope.open()) {
          step(optimizer);
          optimizer.zeroGrad();
        }
        step(unscoped);
      }
      assertArrayEquals(
          unscoped.parameters().getFirst().toDoubleArray(),
          optimizer.parameters().getFirst().toDoubleArray());
    }
  }

  @Test
  void aParameterThatCannotBeWrittenChangesNothing() {
    Tensor expanded = Tensor.zeros(DType.FLOAT64, 1).expand(3).detach().requiresGrad(true);
    Adam adam = new Adam(List.of(expanded), 0.1);
    expanded.grad(Tensor.ones(DType.FLOAT64, 3));
    assertThrows(InPlaceException.class, adam::step);
    assertEquals(0, stepsOf(adam, 0));
    Tensor mean = adam.stateDict().get("exp_avg.0");
    assertTrue(mean == null || mean.abs().sum().item() == 0);
  }

  @Test
  void refusesSettingsThatMakeNoSense() {
    assertEquals(
        "the second beta must be at least 0 and below 1, not 1.0",
        assertThrows(IllegalArgumentException.class, () -> adam().betas(0.9, 1)).getMessage());
    assertThrows(IllegalArgumentException.class, () -> adam().eps(-1));
    assertThrows(IllegalArgumentException.class, () -> adam().learningRate(Double.NaN));
  }
}
