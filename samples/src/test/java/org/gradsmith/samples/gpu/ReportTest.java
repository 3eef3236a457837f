/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gradsmith.samples.gpu.Bandwidth.Rate;
import org.junit.jupiter.api.Test;

/** How a verification is told. */
final class ReportTest {
  private static final List<String> SCRIPT =
      """
      {"software": "PyTorch 2.11.0"}
      a warning of some library
      {"work": "d swiglu", "mode": "eager", "elements": 1024, "pass": "fwd", "seconds": 2e-05, "bytes": 12288}
      {"work": "b softmax", "mode": "compile", "elements": 1024, "pass": "f+b", "seconds": 3e-05, "bytes": 20480}
      {"problem": "d swiglu, compile, 1 rows: no C compiler"}
      {cut off
      """
          .lines()
          .toList();

  private static Peers peers() {
    return Peers.read(SCRIPT, new PrintWriter(new StringWriter()));
  }

  private static Verification verification(boolean right) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("card", "Some Card");
    facts.put("driver", "580.1, CUDA 13.0");
    Tally tally = new Tally("ops of the table", "float32");
    tally.addKernels(2);
    tally.addRun(100, 3, 1.5e-7);
    if (!right) {
      tally.addWrong("kernel relu: the GPU gave 1.0");
    }
    return new Verification(
        new Environment(facts),
        List.of(tally),
        new TreeMap<>(Map.of("digamma", "CUDA has no function for it")),
        List.of(
            new Rate("copy", "copy", 1024, 1e-6, 8192),
            new Rate("d swiglu", "fwd", 1024, 2e-6, 12288),
            new Rate("d swiglu", "f+b", 1024, 4e-6, 32768)),
        right ? List.of() : List.of("the measurement of speed ended: out of memory"),
        peers());
  }

  @Test
  void thePageHasEveryFigureAndEveryGap() {
    assertEquals(
        """
        ## Some Card, driver 580.1, CUDA 13.0, 2026-11-26

        - card: Some Card
        - driver: 580.1, CUDA 13.0
        - PyTorch: PyTorch 2.11.0

        | kernels | dtype | kernels in layouts | runs | elements compared | a rounding decides | wrong | largest difference from the CPU, of the largest value |
        |---|---|---|---|---|---|---|---|
        | ops of the table | float32 | 2 | 1 | 100 | 3 | 1 | 1.5e-07 |

        - kernel relu: the GPU gave 1.0
        - the measurement of speed ended: out of memory

        Not run, for there is no kernel:

        - CUDA has no function for it: digamma

        Rates count each input read once and each result written once. Copy on the device: 8 GB/s at 1024 elements.

        | workload | pass | elements | us | GB/s | of copy | PyTorch eager, us | torch.compile, us |
        |---|---|---|---|---|---|---|---|
        | a gelu(x*w+b) | fwd | 1024 |  |  |  |  |  |
        | a gelu(x*w+b) | f+b | 1024 |  |  |  |  |  |
        | b softmax | fwd | 1024 |  |  |  |  |  |
        | b softmax | f+b | 1024 |  |  |  |  | 30.0 |
        | c layernorm | fwd | 1024 |  |  |  |  |  |
        | c layernorm | f+b | 1024 |  |  |  |  |  |
        | d swiglu | fwd | 1024 | 2.0 | 6.1 | 75 % | 20.0 |  |
        | d swiglu | f+b | 1024 | 4.0 | 8.2 | 100 % |  |  |
        | e 12-op chain | fwd | 1024 |  |  |  |  |  |
        | e 12-op chain | f+b | 1024 |  |  |  |  |  |

        - PyTorch: d swiglu, compile, 1 rows: no C compiler
        """,
        MarkdownReport.write(verification(false), "2026-11-26"));
  }

  @Test
  void programsReadTheSame() {
    JsonObject json =
        JsonParser.parseString(JsonReport.write(verification(true))).getAsJsonObject();
    assertTrue(json.get("agrees").getAsBoolean());
    assertEquals(3, json.getAsJsonArray("rates").size());
    assertEquals("PyTorch 2.11.0", json.getAsJsonObject("peers").get("software").getAsString());
    assertFalse(
        JsonParser.parseString(JsonReport.write(verification(false)))
            .getAsJsonObject()
            .get("agrees")
            .getAsBoolean());
  }

  @Test
  void nothingComparedIsNoAgreement() {
    Verification empty =
        new Verification(
            new Environment(Map.of()),
            List.of(),
            new TreeMap<>(),
            List.of(),
            List.of(),
            Peers.none("none"));
    assertFalse(empty.agrees());
  }

  @Test
  void linesOfOtherProgramsAreShown() {
    StringWriter shown = new StringWriter();
    Peers peers = Peers.read(SCRIPT, new PrintWriter(shown));
    assertEquals(1, peers.eager().size());
    assertEquals(1, peers.compiled().size());
    assertEquals(
        "python: a warning of some library\npython: {cut off\n",
        shown.toString().replace("\r", ""));
  }
}
