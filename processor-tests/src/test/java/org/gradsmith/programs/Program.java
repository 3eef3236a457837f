/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.programs;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.gradsmith.compiled.Gradients;
import org.gradsmith.nn.UnaryModule;

/**
 * A program of the recorded data.
 *
 * @param gradients the derivatives of the method that it was written as
 * @param net makes the module it takes; fails where it takes none
 */
record Program(Gradients gradients, Supplier<UnaryModule> net) {
  /** The programs by their names in the data. */
  static Map<String, Program> all() {
    Map<String, Program> all = new LinkedHashMap<>();
    all.put("straight_line", of(Gradients.of(ElementPrograms::straightLine)));
    all.put("reuse_and_reassign", of(Gradients.of(ElementPrograms::reuseAndReassign)));
    all.put("if_else_data", of(Gradients.of(BranchPrograms::ifElseData)));
    all.put("switch_int_param", of(Gradients.of(BranchPrograms::switchIntParam)));
    all.put("early_return", of(Gradients.of(BranchPrograms::earlyReturn)));
    all.put("for_int_param", of(Gradients.of(LoopPrograms::forIntParam)));
    all.put("nested_loops", of(Gradients.of(LoopPrograms::nestedLoops)));
    all.put("while_data_exit", of(Gradients.of(BranchPrograms::whileDataExit)));
    all.put("ternary", of(Gradients.of(BranchPrograms::ternary)));
    all.put("helper_calls", of(Gradients.of(CallPrograms::helperCalls)));
    all.put("recursion_power", of(Gradients.of(CallPrograms::recursionPower)));
    all.put("rnn_by_hand", of(Gradients.of(LoopPrograms::rnnByHand)));
    all.put("gru_by_hand", of(Gradients.of(LoopPrograms::gruByHand)));
    all.put(
        "mlp_module",
        new Program(Gradients.of(ModulePrograms::mlpModule), ModulePrograms.Mlp::new));
    all.put(
        "convnet_module",
        new Program(Gradients.of(ModulePrograms::convnetModule), ModulePrograms.ConvNet::new));
    all.put("arrays_of_tensors", of(Gradients.of(LoopPrograms::arraysOfTensors)));
    all.put("multiple_outputs", of(Gradients.of(ElementPrograms::multipleOutputs)));
    all.put("inplace_update", of(Gradients.of(InPlaceProgram::inplaceUpdate)));
    all.put("int_paths", of(Gradients.of(BranchPrograms::intPaths)));
    all.put("stop_gradient", of(Gradients.of(ElementPrograms::stopGradient)));
    all.put("broadcast_keepdim", of(Gradients.of(ElementPrograms::broadcastKeepdim)));
    all.put("scalar_params", of(Gradients.of(NumberPrograms::scalarParams)));
    all.put("newton_root", of(Gradients.of(NumberPrograms::newtonRoot)));
    all.put("mandelbrot_smooth", of(Gradients.of(NumberPrograms::mandelbrotSmooth)));
    all.put("pendulum_rk4", of(Gradients.of(NumberPrograms::pendulumRk4)));
    all.put("gmm_loglik", of(Gradients.of(MixtureProgram::gmmLoglik)));
    all.put("layer_norm_by_hand", of(Gradients.of(LoopPrograms::layerNormByHand)));
    return all;
  }

  private static Program of(Gradients gradients) {
    return new Program(
        gradients,
        () -> {
          throw new IllegalStateException("the program takes no module");
        });
  }
}
