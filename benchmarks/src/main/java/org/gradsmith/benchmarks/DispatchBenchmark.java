/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The cases of {@link Dispatch} under JMH. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "--add-modules=jdk.incubator.vector"})
public class DispatchBenchmark {
  private final Tensor one = Tensor.ones(1);
  private final Tensor recorded = Tensor.ones(1).requiresGrad(true);
  private final Tensor x = Tensor.ones(16).requiresGrad(true);
  private final Tensor a = Tensor.full(new long[] {16}, .99).requiresGrad(true);
  private final Tensor b = Tensor.full(new long[] {16}, .01).requiresGrad(true);
  private final Tensor g = Tensor.ones(16);

  /** Two tensors of one element. */
  @Benchmark
  public Tensor add() {
    return one.add(one);
  }

  /** The same, noted on the tape. */
  @Benchmark
  public Tensor addRecorded() {
    return recorded.add(one);
  }

  /** 100 ops on 16 elements, forward and backward. */
  @Benchmark
  public List<Tensor> chainForwardAndBackward() {
    return Autograd.grad(
        List.of(Dispatch.chain(x, a, b)), List.of(x, a, b), List.of(g), false, false);
  }
}
