/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** CUDA C that g++ has compiled for the CPU, with {@code cuda_on_cpu.h}. */
@SuppressWarnings("restricted") // loading and calling native code is what this is for
final class CudaOnCpu {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final Toolchain GXX = new Toolchain("g++");

  private final SymbolLookup library;
  private final Map<String, MethodHandle> functions = new HashMap<>();

  private CudaOnCpu(SymbolLookup library) {
    this.library = library;
  }

  /** Skips the test where kernels cannot be compiled for the CPU. */
  static void assumePresent() {
    GXX.assumePresent("the kernels are not run");
  }

  /**
   * Compiles a text.
   *
   * @param symbols the kernels in it that are to be run
   * @param options of the preprocessor
   */
  static CudaOnCpu compile(
      String text, List<String> symbols, Path directory, Arena arena, String... options) {
    StringBuilder unit = new StringBuilder("#include \"cuda_on_cpu.h\"\n").append(text);
    symbols.forEach(symbol -> unit.append("RUN_ON_CPU(").append(symbol).append(")\n"));
    try {
      Files.writeString(
          directory.resolve("cuda_on_cpu.h"), CudaWriterTest.resource("cuda_on_cpu.h"));
      Files.writeString(directory.resolve("kernels.cpp"), unit);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    Path library = directory.resolve("libkernels.so");
    String[] fixed = {
      "-std=c++17",
      "-O1",
      "-ffp-contract=off",
      "-Wall",
      "-Wextra",
      "-Wno-unused-parameter",
      "-shared",
      "-fPIC",
      "-o",
      library.toString(),
      "kernels.cpp"
    };
    String[] all = new String[fixed.length + options.length];
    System.arraycopy(options, 0, all, 0, options.length);
    System.arraycopy(fixed, 0, all, options.length, fixed.length);
    GXX.run(directory, all);
    return new CudaOnCpu(SymbolLookup.libraryLookup(library, arena));
  }

  /** Chooses the order in which threads and blocks run. */
  void order(int order) {
    call("cpu_order", FunctionDescriptor.ofVoid(JAVA_INT), order);
  }

  /**
   * Launches a kernel with the argument array of {@code cuLaunchKernel}.
   *
   * @param arguments MemorySegment (null: a null pointer), Integer, Long or Double
   * @return what went wrong, if something did
   */
  Optional<String> launch(String symbol, int blocks, int threads, Object... arguments) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment array = arena.allocate(ADDRESS, arguments.length);
      for (int i = 0; i < arguments.length; i++) {
        array.setAtIndex(ADDRESS, i, value(arena, arguments[i]));
      }
      FunctionDescriptor type = FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
      int status = (int) call(symbol + "__run", type, blocks, threads, array);
      if (status == 0) {
        return Optional.empty();
      }
      MemorySegment error = (MemorySegment) call("cpu_error", FunctionDescriptor.of(ADDRESS));
      return Optional.of(error.reinterpret(200).getString(0));
    }
  }

  private static MemorySegment value(Arena arena, Object argument) {
    return switch (argument) {
      case MemorySegment pointer -> arena.allocateFrom(ADDRESS, pointer);
      case Integer number -> arena.allocateFrom(JAVA_INT, number);
      case Long number -> arena.allocateFrom(ValueLayout.JAVA_LONG, number);
      case Double number -> arena.allocateFrom(ValueLayout.JAVA_DOUBLE, number);
      default -> throw new IllegalArgumentException(argument.toString());
    };
  }

  private Object call(String function, FunctionDescriptor type, Object... arguments) {
    MethodHandle handle =
        functions.computeIfAbsent(
            function, name -> LINKER.downcallHandle(library.findOrThrow(name), type));
    try {
      return handle.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new AssertionError(function + " could not be called", e);
    }
  }
}
