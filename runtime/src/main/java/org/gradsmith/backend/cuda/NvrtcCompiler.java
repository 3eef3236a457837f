/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cuda;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import jcuda.nvrtc.JNvrtc;
import jcuda.nvrtc.nvrtcProgram;
import jcuda.nvrtc.nvrtcResult;

/**
 * NVRTC: compiles CUDA C, on machines without a GPU too. It is looked for in the folder that {@code
 * -Dgradsmith.nvrtc} names; without it in a toolkit that {@code CUDA_HOME} or {@code CUDA_PATH}
 * names, then where the loader finds it. On Linux, versions 12 and 13 fit.
 */
public final class NvrtcCompiler {
  private static final String PROPERTY = "gradsmith.nvrtc";

  /** The library that JCuda is built against. */
  private static final String BUILT_AGAINST = "libnvrtc.so.12";

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
   * @param more options besides those for the architecture and the language
   * @throws NvrtcException with NVRTC's log, if the source has errors
   */
  public byte[] compile(String name, String source, String architecture, List<String> more) {
    if (!available) {
      throw new IllegalStateException(description);
    }
    String[] options =
        Stream.concat(Stream.of("--gpu-architecture=" + architecture, "--std=c++17"), more.stream())
            .toArray(String[]::new);
    nvrtcProgram program = new nvrtcProgram();
    check(JNvrtc.nvrtcCreateProgram(program, source, name, 0, null, null), name);
    try {
      int status = JNvrtc.nvrtcCompileProgram(program, options.length, options);
      if (status != nvrtcResult.NVRTC_SUCCESS) {
        String[] log = {""};
        JNvrtc.nvrtcGetProgramLog(program, log);
        String text = log[0].strip();
        throw new NvrtcException(
            "%s does not compile for %s (%s):%n%s"
                .formatted(name, architecture, nvrtcResult.stringFor(status), text),
            text);
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
      Map<String, String> renamed = preload();
      JCudaNatives.load("JNvrtc", renamed, () -> JNvrtc.setExceptionsEnabled(false));
      int[] major = new int[1];
      int[] minor = new int[1];
      check(JNvrtc.nvrtcVersion(major, minor), "nvrtcVersion");
      return new NvrtcCompiler(true, "NVRTC " + major[0] + "." + minor[0]);
    } catch (IOException e) {
      return missing(String.valueOf(e.getMessage()));
    } catch (NoClassDefFoundError e) {
      return missing("class " + e.getMessage() + " cannot be loaded");
    } catch (LinkageError e) {
      return missing(JCudaNatives.reason(e));
    }
  }

  /** Loads NVRTC's library where it lies, and says how its name differs from what JCuda expects. */
  private static Map<String, String> preload() throws IOException {
    if (!System.getProperty("os.name").equals("Linux")) {
      return Map.of();
    }
    Optional<NvrtcLibrary> library =
        NvrtcLibrary.find(System.getProperty(PROPERTY), System.getenv());
    library.ifPresent(NvrtcLibrary::load);
    return library.map(found -> Map.of(BUILT_AGAINST, found.name())).orElse(Map.of());
  }

  private static NvrtcCompiler missing(String reason) {
    return new NvrtcCompiler(false, "NVRTC cannot be used: " + reason + ".");
  }
}
