/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.gradsmith.compiled.Gradient;
import org.gradsmith.compiled.Gradients;
import org.gradsmith.samples.adbench.AdBenchFiles;
import org.gradsmith.samples.adbench.BundleAdjustment;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The objectives of ADBench, and their gradients: what counts is the time of a gradient over that
 * of the value. The inputs are looked for in the folder that the system property {@code
 * gradsmith.adbench.data} names.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 10, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "--add-modules=jdk.incubator.vector"})
public class AdBenchBenchmark {
  private static Path file(String name) {
    return Path.of(System.getProperty("gradsmith.adbench.data", "../shared/data/adbench"), name);
  }

  /** A mixture of Gaussians at a point. */
  @State(Scope.Benchmark)
  public static class Mixture {
    @Param({"gmm_d10_K5.txt", "gmm_d10_K25.txt", "gmm_d20_K50.txt", "gmm_d32_K25.txt"})
    String name;

    AdBenchFiles.MixtureInput input;
    Gradients objective;

    /** Reads the file. */
    @Setup
    public void read() throws IOException {
      input = AdBenchFiles.mixture(file(name));
      objective = Gradients.of(input.mixture()::objective);
    }
  }

  /** Observations of points by cameras. */
  @State(Scope.Benchmark)
  public static class Bundle {
    @Param({"ba1_n49_m7776_p31843.txt", "ba4_n372_m47423_p204472.txt"})
    String name;

    AdBenchFiles.BundleInput input;
    Gradients objective;

    /** Reads the file. */
    @Setup
    public void read() throws IOException {
      input = AdBenchFiles.bundle(file(name));
      objective = Gradients.of(BundleAdjustment::objective);
    }
  }

  @Benchmark
  public double mixture(Mixture at) {
    return at.input.mixture().objective(at.input.alphas(), at.input.means(), at.input.factors());
  }

  @Benchmark
  public Gradient mixtureGradient(Mixture at) {
    return at.objective.gradient(at.input.alphas(), at.input.means(), at.input.factors());
  }

  @Benchmark
  public double bundle(Bundle at) {
    AdBenchFiles.BundleInput input = at.input;
    return BundleAdjustment.objective(
        input.cameras(), input.points(), input.weights(), input.observations(), input.features());
  }

  @Benchmark
  public Gradient bundleGradient(Bundle at) {
    AdBenchFiles.BundleInput input = at.input;
    return at.objective.gradient(
        input.cameras(), input.points(), input.weights(), input.observations(), input.features());
  }
}
