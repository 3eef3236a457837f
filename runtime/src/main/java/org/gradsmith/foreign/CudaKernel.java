/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.foreign;

import java.util.List;
import java.util.function.Function;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A kernel in CUDA C, {@code extern "C" __global__}, with its source. NVRTC compiles it when it is
 * first called, once for the architecture of the GPU, and it stays loaded. As long as tensors lie
 * in main memory, a call copies its inputs to the GPU and the result back.
 *
 * <pre>{@code
 * private static final ForeignOp SNAKE =
 *     CudaKernel.ofResource(Snake.class, "snake.cu", "snake")
 *         .onCpu(given -> formula(given.input(0)))
 *         .op(perElement(), likeInput(0), input(FLOAT32), result(FLOAT32), elements(LONG))
 *         .withVjp(Snake::vjp);
 * }</pre>
 *
 * <p>The kernel has to be declared as its source does: nobody checks that, and a kernel that leaves
 * its memory makes the GPU unusable for the whole process. Calls of several threads wait for each
 * other.
 */
public final class CudaKernel {
  private final KernelSource source;
  private final String name;
  private final List<String> options;
  private final @Nullable Function<Operands, Tensor> onCpu;

  private CudaKernel(
      KernelSource source,
      String name,
      List<String> options,
      @Nullable Function<Operands, Tensor> onCpu) {
    this.source = source;
    this.name = name;
    this.options = options;
    this.onCpu = onCpu;
  }

  /**
   * A kernel whose source is a resource.
   *
   * @param beside the class in whose package it lies
   * @param resource its name, {@code snake.cu}; as {@link Class#getResource} takes it
   * @param name that of the kernel
   * @throws ForeignException if there is no such resource
   */
  public static CudaKernel ofResource(Class<?> beside, String resource, String name) {
    return new CudaKernel(KernelSource.ofResource(beside, resource), name, List.of(), null);
  }

  /** A kernel in a source. Messages name the line that calls this method. */
  public static CudaKernel ofSource(String source, String name) {
    return new CudaKernel(KernelSource.ofText(source, name), name, List.of(), null);
  }

  /**
   * This kernel, with more options for NVRTC: {@code --use_fast_math}, {@code --include-path=DIR}.
   */
  public CudaKernel compiledWith(String... nvrtc) {
    return new CudaKernel(source, name, List.of(nvrtc), onCpu);
  }

  /**
   * This kernel, with another form that computes the same, for machines without a GPU. Without one
   * a call is an error there.
   */
  public CudaKernel onCpu(Function<Operands, Tensor> form) {
    return new CudaKernel(source, name, options, form);
  }

  /**
   * An op that launches the kernel.
   *
   * @param launch with how many threads
   * @param shape the shape of the result
   * @param parameters those of the kernel, one of them {@link Parameter#result}
   * @throws IllegalArgumentException if the parameters contradict each other
   */
  public ForeignOp op(LaunchRule launch, ShapeRule shape, Parameter... parameters) {
    Signature signature = Signature.writing(name, shape, parameters);
    return new ForeignOp(signature, new KernelBody(source, signature, options, launch, onCpu));
  }
}
