/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cuda;

import static jcuda.driver.JCudaDriver.cuLaunchKernel;
import static jcuda.driver.JCudaDriver.cuModuleGetFunction;
import static jcuda.driver.JCudaDriver.cuModuleLoadData;
import static jcuda.driver.JCudaDriver.cuModuleUnload;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.CUstream;

/** A source in CUDA C, compiled for a device, now or by an earlier process, and loaded into it. */
public final class CudaModule implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("org.gradsmith");

  /** How long a compilation may take without a word. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final String name;
  private final CUmodule module = new CUmodule();
  private final Map<String, CUfunction> functions = new HashMap<>();

  private CudaModule(String name) {
    this.name = name;
  }

  /**
   * Compiles and loads a source; what was compiled before is taken from {@link CubinCache}.
   *
   * @param name what messages call it
   * @param options of the compiler, besides those for the architecture and the language
   * @throws NvrtcException with the compiler's log, if the source has errors
   * @throws CudaException if the driver does not take what was compiled
   */
  public static CudaModule compile(
      CudaDevice device, String name, String source, List<String> options) {
    String architecture = device.architecture();
    NvrtcCompiler compiler = NvrtcCompiler.instance();
    byte[] cubin =
        CubinCache.ofProcess()
            .get(
                new CubinKey(source, architecture, options, compiler.description()),
                () ->
                    SlowCompilation.watch(
                        name + " for " + architecture,
                        PATIENCE,
                        line -> LOG.log(System.Logger.Level.INFO, line),
                        () -> compiler.compile(name, source, architecture, options)));
    CudaModule loaded = new CudaModule(name);
    Driver.check(
        cuModuleLoadData(loaded.module, cubin),
        () ->
            "cuModuleLoadData of %s, %d bytes compiled for %s by %s"
                .formatted(name, cubin.length, architecture, compiler.description()));
    return loaded;
  }

  /**
   * Launches a kernel; it may still run when this returns.
   *
   * @param symbol its name, without the types of its parameters: it is declared {@code extern "C"}
   * @param arguments those that it declares, in their order; nobody checks them
   * @param over names the sizes in messages: {@code 'relu' over (1, 1, 3)}
   * @throws CudaException if there is no such kernel, or the driver refuses the launch
   */
  public void launch(String symbol, Grid grid, LaunchArguments arguments, Supplier<String> over) {
    int status =
        cuLaunchKernel(
            function(symbol),
            grid.blocksX(),
            grid.blocksY(),
            grid.blocksZ(),
            grid.threadsX(),
            grid.threadsY(),
            grid.threadsZ(),
            grid.sharedBytes(),
            new CUstream(),
            arguments.toPointer(),
            null);
    Driver.check(
        status,
        () ->
            "cuLaunchKernel of '%s' of %s over %s in %s".formatted(symbol, name, over.get(), grid));
  }

  private CUfunction function(String symbol) {
    CUfunction known = functions.get(symbol);
    if (known == null) {
      known = new CUfunction();
      Driver.check(
          cuModuleGetFunction(known, module, symbol),
          () ->
              "cuModuleGetFunction '%s', which %s declares extern \"C\" __global__ if it has it,"
                  .formatted(symbol, name));
      functions.put(symbol, known);
    }
    return known;
  }

  @Override
  public void close() {
    Driver.check(cuModuleUnload(module), () -> "cuModuleUnload of " + name);
  }
}
