/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cuda;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jcuda.nvrtc.JNvrtc;
import jcuda.nvrtc.nvrtcProgram;
import jcuda.nvrtc.nvrtcResult;
import org.jspecify.annotations.Nullable;

/**
 * NVRTC: compiles CUDA C, on machines without a GPU too. It is looked for where the loader finds
 * it, or in the folder that {@code -Dgradsmith.nvrtc} names.
 */
public final class NvrtcCompiler {
  private static final String PROPERTY = "gradsmith.nvrtc";
  private static final NvrtcCompiler INSTANCE = load();

  private final boolean available;
  private final String description;

  private NvrtcCompiler(boolean available, String description) {
    this.available = available;
    this.description = description;
  }

  /** The compiler of this process; where it is missing, one that says why. */
  public static NvrtcCompiler instance() {
    return INSTANCE;
  }

  /** Whether {@link #compile} works. */
  public boolean isAvailable() {
    return available;
  }

  /** {@code NVRTC 12.6}; or why it cannot be used, in one sentence. */
  public String description() {
    return description;
  }

  /**
   * Compiles a source.
   *
   * @param name what messages call the source
   * @param architecture {@code sm_90} for a cubin, {@code compute_90} for PTX text
   * @throws IllegalArgumentException with NVRTC's log, if the source has errors
   */
  public byte[] compile(String name, String source, String architecture) {
    if (!available) {
      throw new IllegalStateException(description);
    }
    String[] options = {"--gpu-architecture=" + architecture, "--std=c++17"};
    nvrtcProgram program = new nvrtcProgram();
    check(JNvrtc.nvrtcCreateProgram(program, source, name, 0, null, null), name);
    try {
      int status = JNvrtc.nvrtcCompileProgram(program, options.length, options);
      if (status != nvrtcResult.NVRTC_SUCCESS) {
        String[] log = {""};
        JNvrtc.nvrtcGetProgramLog(program, log);
        throw new IllegalArgumentException(
            "%s does not compile for %s (%s):%n%s"
                .formatted(name, architecture, nvrtcResult.stringFor(status), log[0].strip()));
      }
      return architecture.startsWith("sm_") ? cubin(program, name) : ptx(program, name);
    } finally {
      JNvrtc.nvrtcDestroyProgram(program);
    }
  }

  private static byte[] cubin(nvrtcProgram program, String name) {
    long[] size = new long[1];
    check(JNvrtc.nvrtcGetCUBINSize(program, size), name);
    byte[] cubin = new byte[Math.toIntExact(size[0])];
    check(JNvrtc.nvrtcGetCUBIN(program, cubin), name);
    return cubin;
  }

  private static byte[] ptx(nvrtcProgram program, String name) {
    String[] ptx = {""};
    check(JNvrtc.nvrtcGetPTX(program, ptx), name);
    return ptx[0].getBytes(StandardCharsets.UTF_8);
  }

  private static void check(int status, String name) {
    if (status != nvrtcResult.NVRTC_SUCCESS) {
      throw new IllegalStateException(name + ": " + nvrtcResult.stringFor(status));
    }
  }

  private static NvrtcCompiler load() {
    if (!NvrtcCompiler.class.getModule().isNativeAccessEnabled()) {
      return missing("native access is not enabled (--enable-native-access=ALL-UNNAMED)");
    }
    try {
      preload(System.getProperty(PROPERTY));
      JNvrtc.setExceptionsEnabled(false);
      int[] major = new int[1];
      int[] minor = new int[1];
      check(JNvrtc.nvrtcVersion(major, minor), "nvrtcVersion");
      return new NvrtcCompiler(true, "NVRTC " + major[0] + "." + minor[0]);
    } catch (NoClassDefFoundError e) {
      return missing("class " + e.getMessage() + " cannot be loaded");
    } catch (LinkageError e) {
      return missing(reason(e));
    }
  }

  private static NvrtcCompiler missing(String reason) {
    return new NvrtcCompiler(false, "NVRTC cannot be used: " + reason + ".");
  }

  /** JCuda's message is long; one of its lines names the library. */
  private static String reason(LinkageError e) {
    return String.valueOf(e.getMessage())
        .lines()
        .map(String::strip)
        .filter(line -> line.contains("cannot open shared object") || line.contains("' not found"))
        .findFirst()
        .orElseGet(() -> String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason"));
  }

  /** The loader then finds what JCuda's library asks for, by name; the built-ins come first. */
  @SuppressWarnings("restricted") // native access was checked before
  private static void preload(@Nullable String folder) {
    if (folder == null) {
      return;
    }
    for (String prefix : List.of("libnvrtc-builtins.so", "libnvrtc.so")) {
      for (Path file : libraries(Path.of(folder), prefix)) {
        System.load(file.toAbsolutePath().toString());
      }
    }
  }

  private static List<Path> libraries(Path folder, String prefix) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).startsWith(prefix))
          .sorted()
          .toList();
    } catch (java.io.IOException e) {
      throw new IllegalArgumentException(
          "-D" + PROPERTY + "=" + folder + " is no folder that can be read: " + e, e);
    }
  }
}
