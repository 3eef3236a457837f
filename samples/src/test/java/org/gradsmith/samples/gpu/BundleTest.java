/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import static org.gradsmith.samples.gpu.GpuOnCpu.assertSays;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import org.gradsmith.backend.cuda.GpuProbe;
import org.gradsmith.samples.gpu.GpuOnCpu.Outcome;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundle for a machine with a GPU, built and started as on such a machine: without Java. */
@Tag("bundle")
final class BundleTest {
  private static final long MOST_BYTES = 40_000_000;

  @TempDir private Path folder;

  @Test
  void itIsSmallAndRunsWithoutAJdk() throws IOException, InterruptedException {
    String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    assumeTrue(platform.equals("Linux amd64"), "skipped: a bundle is built on Linux amd64");
    for (String program : List.of("xz", "tar", "env")) {
      assumeTrue(GpuOnCpu.isOnPath(program), "skipped: no " + program + " on the PATH");
    }
    for (String tool : List.of("jlink", "jdeps")) {
      assumeTrue(ToolProvider.findFirst(tool).isPresent(), "skipped: this JDK has no " + tool);
    }
    Path bundle = folder.resolve("gradsmith on a GPU");
    StringWriter printed = new StringWriter();
    Bundle.write(bundle, new PrintWriter(printed, true));
    assertTrue(printed.toString().contains("/gpu-verify"), printed::toString);
    assertTrue(Files.size(bundle.resolve("payload.tar.xz")) < MOST_BYTES, printed::toString);

    String script = bundle.resolve("gpu-verify").toString();
    GpuProbe probe = GpuProbe.run();
    if (!probe.found()) {
      Outcome outcome = clean(List.of(script));
      assertEquals("no GPU: " + probe.text() + "\n", outcome.out());
      assertEquals(3, outcome.status(), outcome.err());
    }
    if (GpuOnCpu.isPossible()) {
      GpuOnCpu.build(folder);
      assertSays(
          clean(List.of(script, "--only", "ReLU", "--shapes", "3", "--rounds", "2", "--rows", "0")),
          0,
          "ReLU__AD.cu: 2 kernels, 2 rounds, 0 wrong",
          "all kernels agree");
    }
  }

  /** Runs a command that sees nothing of this process but where the usual tools are. */
  private Outcome clean(List<String> command) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("env", "-i"));
    line.add("PATH=/usr/local/bin:/usr/bin:/bin");
    if (Files.exists(folder.resolve("libcuda.so.1"))) {
      line.add("LD_LIBRARY_PATH=" + folder);
      line.add("GRADSMITH_NVRTC=" + folder);
    }
    line.addAll(command);
    return GpuOnCpu.run(line, Map.of(), folder);
  }
}
