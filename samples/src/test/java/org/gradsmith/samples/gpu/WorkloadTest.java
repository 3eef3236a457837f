/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.backend.cpu.KernelRuns;
import org.gradsmith.ir.DType;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.cuda.CudaVariant;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.samples.fusion.ScaledGelu;
import org.gradsmith.samples.fusion.SwiGlu;
import org.gradsmith.samples.fusion.TwelveOps;
import org.gradsmith.samples.inspect.ClassPath;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The kernels whose speed is measured are the passes of the layers, in the layouts that are told.
 */
final class WorkloadTest {
  private static final int ROWS = 3;

  private static List<KernelPlan> plans(Workload work) throws IOException {
    try (ClassPath path = ClassPath.open(System.getProperty("java.class.path"))) {
      return CompiledKernels.read(path).pointwise().stream()
          .filter(text -> text.name().equals(work.text()))
          .findFirst()
          .orElseThrow()
          .plans();
    }
  }

  private static Tensor full() {
    return Tensor.randn(ROWS, Workload.COLUMNS);
  }

  private static Tensor perColumn() {
    return Tensor.randn(Workload.COLUMNS);
  }

  @Test
  void geluOfScaledColumns() throws IOException {
    Tensor weight = perColumn();
    Tensor bias = perColumn();
    check(Workload.ALL.get(0), new ScaledGelu(weight, bias), List.of(weight, bias));
  }

  @Test
  void gatedSilu() throws IOException {
    Tensor gate = full();
    check(Workload.ALL.get(3), new SwiGlu(gate), List.of(gate));
  }

  @Test
  void chainOfTwelve() throws IOException {
    Tensor other = full();
    check(Workload.ALL.get(4), new TwelveOps(other), List.of(other));
  }

  private static void check(Workload work, UnaryModule layer, List<Tensor> parameters)
      throws IOException {
    Tensor x = full().requiresGrad(true);
    Tensor cotangent = full();
    Tensor y = layer.forward(x);
    List<Tensor> all = new ArrayList<>(List.of(x));
    all.addAll(parameters);
    List<Tensor> gradients =
        Autograd.grad(List.of(y), all, List.of(cotangent), false, false).stream()
            .map(gradient -> gradient == null ? Tensor.zeros(1) : gradient)
            .toList();
    List<Tensor> forwardInputs = new ArrayList<>(List.of(x));
    forwardInputs.addAll(parameters);
    List<StridedArray> value = run(work.forward(plans(work)), forwardInputs);
    assertClose(y, value.getFirst());

    // Which of the kernel's inputs is which is its own affair: some order gives the gradients.
    CudaVariant backward = work.backward(plans(work));
    List<Tensor> known = new ArrayList<>(List.of(cotangent, x));
    known.addAll(parameters);
    Set<List<String>> tried = new HashSet<>();
    for (List<Tensor> order : orders(known)) {
      if (fits(backward, order)) {
        List<StridedArray> results = run(backward, order);
        if (gradients.stream().allMatch(g -> results.stream().anyMatch(r -> isClose(g, r)))) {
          return;
        }
        tried.add(results.stream().map(r -> Double.toString(KernelCase.get(r, 0))).toList());
      }
    }
    assertEquals(Set.of(), tried, "no order of the operands gives the gradients");
  }

  private static List<List<Tensor>> orders(List<Tensor> tensors) {
    if (tensors.isEmpty()) {
      return List.of(List.of());
    }
    return tensors.stream()
        .flatMap(first ->
            orders(tensors.stream().filter(t -> t != first).toList()).stream()
                .map(rest -> Stream.concat(Stream.of(first), rest.stream()).toList()))
        .toList();
  }

  private static boolean fits(CudaVariant variant, List<Tensor> inputs) {
    for (int i = 0; i < inputs.size(); i++) {
      if (variant.inputSize(i, ROWS, Workload.COLUMNS, 1) != inputs.get(i).numel()) {
        return false;
      }
    }
    return inputs.size() == variant.inputs().size();
  }

  private static List<StridedArray> run(CudaVariant variant, List<Tensor> inputs) {
    @Nullable StridedArray[] arrays =
        inputs.stream().map(Tensor::array).toArray(StridedArray[]::new);
    List<StridedArray> outputs = new ArrayList<>();
    for (int i = 0; i < variant.outputs().size(); i++) {
      outputs.add(
          StridedArray.allocate(DType.FLOAT32, variant.outputSize(i, ROWS, Workload.COLUMNS, 1)));
    }
    @Nullable StridedArray[] written = outputs.toArray(StridedArray[]::new);
    new KernelRuns(variant.closed()).run(DType.FLOAT32, ROWS, Workload.COLUMNS, 1, written, arrays);
    return outputs;
  }

  private static void assertClose(Tensor expected, StridedArray found) {
    assertEquals(true, isClose(expected, found), "the forward pass has other values");
  }

  private static boolean isClose(Tensor expected, StridedArray found) {
    if (expected.numel() != found.count()) {
      return false;
    }
    for (long i = 0; i < found.count(); i++) {
      double wanted = KernelCase.get(expected.array(), i);
      if (Math.abs(wanted - KernelCase.get(found, i)) > 1e-4 * (1 + Math.abs(wanted))) {
        return false;
      }
    }
    return true;
  }
}
