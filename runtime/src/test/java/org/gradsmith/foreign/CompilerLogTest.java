/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.gradsmith.backend.cuda.NvrtcCompiler;
import org.gradsmith.backend.cuda.NvrtcException;
import org.junit.jupiter.api.Test;

/** What NVRTC 13.0 said of wrong sources, and what users are told. */
class CompilerLogTest {
  private static final String ERRORS =
      """
      org/gradsmith/foreign/scale.cu:3: error: identifier "factr" is undefined
          return x * factr;
                     ^
      org/gradsmith/foreign/scale.cu:8: error: expected a ";"
          if (i < n) y[i] = scaled(x[i], factor);
          ^\
      """;

  private static final String LOG =
      """
      org/gradsmith/foreign/scale.cu(3): error: identifier "factr" is undefined
          return x * factr;
                     ^

      org/gradsmith/foreign/scale.cu(8): error: expected a ";"
          if (i < n) y[i] = scaled(x[i], factor);
          ^

      org/gradsmith/foreign/scale.cu(7): warning #177-D: variable "i" was declared but never referenced
          long long i = blockIdx.x * (long long)blockDim.x + threadIdx.x
                    ^

      Remark: The warnings can be suppressed with "-diag-suppress <warning-number>"

      2 errors detected in the compilation of "org/gradsmith/foreign/scale.cu".
      """;

  private static final KernelSource RESOURCE =
      KernelSource.ofResource(CompilerLogTest.class, "scale.cu");

  private static String errors(KernelSource source, String log) {
    return String.join("\n", CompilerLog.errors(source, log));
  }

  @Test
  void errorsNameTheResourceAndTheLine() {
    assertEquals(ERRORS, errors(RESOURCE, LOG));
  }

  @Test
  void theLogIsInTheFormThatTheCompilerOfThisMachineWrites() {
    NvrtcCompiler nvrtc = NvrtcCompiler.instance();
    assumeTrue(nvrtc.isAvailable(), nvrtc.description());
    NvrtcException e =
        assertThrows(
            NvrtcException.class,
            () -> nvrtc.compile(RESOURCE.file(), RESOURCE.text(), "sm_90", List.of()));
    assertEquals(ERRORS, errors(RESOURCE, e.log()));
  }

  @Test
  void errorsInATextNameTheLineOfTheProgramThatGaveIt() {
    KernelSource source =
        new KernelSource(
            "int f() {\n  return g;\n", "f.cu", "line %d of the source given at Mine.java:12");
    assertEquals(
        """
        line 2 of the source given at Mine.java:12: error: identifier "g" is undefined
          return g;
                 ^
        line 2 of the source given at Mine.java:12, at its end: error: expected a "}\"\
        """,
        errors(
            source,
            """
            f.cu(2): error: identifier "g" is undefined
              return g;
                     ^

            At end of source: error: expected a "}"
            f.cu(1): note #3196-D: to match this "{"
              int f() {
                      ^

            2 errors detected in the compilation of "f.cu".
            """));
  }

  @Test
  void aTextKnowsWhoGaveIt() {
    String line = KernelSource.ofText("", "f").line(4);
    // the tests' package counts as the framework's own, so its caller is named
    assertTrue(line.startsWith("line 4 of the source given at "), line);
  }

  @Test
  void withoutTheCompilersQuotationTheLineIsTheSources() {
    assertEquals(
        """
        org/gradsmith/foreign/scale.cu:3: error: identifier "factr" is undefined
            return x * factr;\
        """,
        errors(
            RESOURCE,
            "org/gradsmith/foreign/scale.cu(3): error: identifier \"factr\" is undefined\n"));
  }

  @Test
  void errorsInOtherFilesKeepTheirNames() {
    assertEquals(
        """
        /usr/include/mine.h:7: catastrophic error: cannot open source file "nothing.h"
          #include "nothing.h"
                              ^\
        """,
        errors(
            RESOURCE,
            """
            /usr/include/mine.h(7): catastrophic error: cannot open source file "nothing.h"
              #include "nothing.h"
                                  ^

            1 catastrophic error detected in the compilation of "scale.cu".
            """));
  }

  @Test
  void whatIsNoErrorOfALineIsLeftToTheLog() {
    assertEquals(
        "",
        errors(
            RESOURCE,
            "ptxas error   : Entry function 'f' uses too much shared data (0x3d0900 bytes, 0xc000 max)\n"));
  }
}
