/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.foreign;

import java.lang.foreign.Arena;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.gradsmith.backend.cuda.CudaDevice;
import org.gradsmith.backend.cuda.CudaException;
import org.gradsmith.backend.cuda.CudaModule;
import org.gradsmith.backend.cuda.DeviceMemory;
import org.gradsmith.backend.cuda.Grid;
import org.gradsmith.backend.cuda.LaunchArguments;
import org.gradsmith.backend.cuda.NvrtcCompiler;
import org.gradsmith.backend.cuda.NvrtcException;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** A CUDA kernel on the GPU; without one, the form that the user has given for the CPU. */
final class KernelBody implements Body {
  private final KernelSource source;
  private final Signature signature;
  private final List<String> options;
  private final LaunchRule launch;
  private final @Nullable Function<Operands, Tensor> onCpu;

  /** By architecture; touched while the device is used, by one thread at a time. */
  private final Map<String, CudaModule> modules = new HashMap<>();

  KernelBody(
      KernelSource source,
      Signature signature,
      List<String> options,
      LaunchRule launch,
      @Nullable Function<Operands, Tensor> onCpu) {
    this.source = source;
    this.signature = signature;
    this.options = List.copyOf(options);
    this.launch = launch;
    this.onCpu = onCpu;
  }

  @Override
  public void run(Operands operands, Tensor result) {
    if (Gpu.isThere()) {
      try {
        Gpu.use(device -> runOn(device, operands, result));
      } catch (CudaException e) {
        throw new ForeignException("%s failed: %s".formatted(signature, e.getMessage()), e);
      }
    } else if (onCpu != null) {
      result.copyFrom(checked(onCpu.apply(operands), result));
    } else {
      throw new ForeignException(
          "%s is a CUDA kernel, and there is no GPU: %s; give it a form for the CPU by onCpu(...)"
              .formatted(signature, Gpu.text()));
    }
  }

  private Tensor checked(Tensor computed, Tensor result) {
    if (computed.dtype() != result.dtype() || !Arrays.equals(computed.shape(), result.shape())) {
      throw new ForeignException(
          "%s: its form for the CPU returned %s %s, where the kernel is declared to return %s %s"
              .formatted(
                  signature,
                  computed.dtype(),
                  Arrays.toString(computed.shape()),
                  result.dtype(),
                  Arrays.toString(result.shape())));
    }
    return computed;
  }

  private void runOn(CudaDevice device, Operands operands, Tensor result) {
    CudaModule module = module(device);
    Grid grid = launch.grid(operands, result);
    try (Arena arena = Arena.ofConfined();
        Copies copies = new Copies(device);
        DeviceMemory out = device.allocate(result.segment().byteSize())) {
      LaunchArguments arguments = new LaunchArguments(arena, signature.parameters().size());
      signature
          .<Object>arguments(
              operands,
              result,
              tensor -> tensor == result ? out : copies.of(tensor),
              number -> number)
          .forEach(argument -> add(arguments, argument));
      module.launch(signature.name(), grid, arguments, () -> Arrays.toString(result.shape()));
      device.await("'" + signature.name() + "'");
      out.copyTo(result.segment());
    } finally {
      Reference.reachabilityFence(operands);
      Reference.reachabilityFence(result);
    }
  }

  private static void add(LaunchArguments arguments, Object argument) {
    switch (argument) {
      case DeviceMemory memory -> arguments.pointer(memory);
      case Integer number -> arguments.number(number, false);
      case Float number -> arguments.number(Float.floatToRawIntBits(number), false);
      case Long number -> arguments.number(number, true);
      case Double number -> arguments.number(Double.doubleToRawLongBits(number), true);
      default -> throw new IllegalStateException(argument.getClass().getName());
    }
  }

  /** Tensors on the device, for one call. */
  private static final class Copies implements AutoCloseable {
    private final CudaDevice device;
    private final List<DeviceMemory> made = new ArrayList<>();

    Copies(CudaDevice device) {
      this.device = device;
    }

    DeviceMemory of(Tensor tensor) {
      DeviceMemory memory = device.copyOf(tensor.segment());
      made.add(memory);
      return memory;
    }

    @Override
    public void close() {
      made.forEach(DeviceMemory::close);
    }
  }

  private CudaModule module(CudaDevice device) {
    return modules.computeIfAbsent(
        device.architecture(), architecture -> compile(device, architecture));
  }

  private CudaModule compile(CudaDevice device, String architecture) {
    NvrtcCompiler compiler = NvrtcCompiler.instance();
    if (!compiler.isAvailable()) {
      throw new ForeignException(
          "%s is a CUDA kernel, and cannot be compiled: %s"
              .formatted(signature, compiler.description()));
    }
    try {
      return CudaModule.compile(device, source.file(), source.text(), options);
    } catch (NvrtcException e) {
      throw new ForeignException(text(architecture, e.log()), e);
    }
  }

  /** The compiler's errors by the user's lines, and behind them its own text. */
  private String text(String architecture, String log) {
    List<String> lines = new ArrayList<>();
    lines.add("kernel '%s' does not compile for %s:".formatted(signature.name(), architecture));
    lines.addAll(CompilerLog.errors(source, log));
    lines.add("%s says:".formatted(NvrtcCompiler.instance().description()));
    lines.add(log);
    return String.join("\n", lines);
  }
}
