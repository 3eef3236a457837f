/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.foreign;

import static org.gradsmith.foreign.MathFunctionsTest.message;
import static org.gradsmith.foreign.MathFunctionsTest.numbers;
import static org.gradsmith.foreign.Parameter.elements;
import static org.gradsmith.foreign.Parameter.input;
import static org.gradsmith.foreign.Parameter.result;
import static org.gradsmith.foreign.Parameter.resultSize;
import static org.gradsmith.foreign.Parameter.scalar;
import static org.gradsmith.foreign.Parameter.size;
import static org.gradsmith.foreign.ScalarType.FLOAT;
import static org.gradsmith.foreign.ScalarType.INT;
import static org.gradsmith.foreign.ScalarType.LONG;
import static org.gradsmith.foreign.ShapeRule.fixed;
import static org.gradsmith.foreign.ShapeRule.likeInput;
import static org.gradsmith.ir.DType.FLOAT32;
import static org.gradsmith.ir.DType.FLOAT64;
import static org.gradsmith.ir.DType.INT64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.gradsmith.autograd.Gradcheck;
import org.gradsmith.tensor.ShapeException;
import org.gradsmith.tensor.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions of a library that g++ makes, which take the addresses of tensors. */
@Tag("gxx")
class CLibraryTest {
  @TempDir private static Path folder;

  private static CFunction function(String name) {
    return CFunction.in(folder.resolve("liboperators.so"), name);
  }

  @BeforeAll
  static void build() throws IOException, InterruptedException {
    boolean there =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
            .anyMatch(entry -> Files.isExecutable(Path.of(entry, "g++")));
    assumeTrue(there, "skipped: no g++ on the PATH, so there is no library of C functions");
    try (InputStream source =
        Objects.requireNonNull(CLibraryTest.class.getResourceAsStream("operators.c"))) {
      Files.write(folder.resolve("operators.c"), source.readAllBytes());
    }
    List<String> line =
        List.of(
            "g++",
            "-x",
            "c",
            "-O1",
            "-Wall",
            "-shared",
            "-fPIC",
            "operators.c",
            "-o",
            "liboperators.so");
    Process process =
        new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals("", said);
    assertEquals(0, process.waitFor());
  }

  private static ForeignOp softshrink() {
    return function("softshrink")
        .op(likeInput(0), input(FLOAT32), result(FLOAT32), elements(LONG), scalar(FLOAT))
        .withVjp((_, y, bar) -> List.of(bar.mul(y.ne(0).to(FLOAT32))));
  }

  @Test
  void aFunctionWritesTheResult() {
    Tensor x = Tensor.of(-2f, -0.25f, 0.25f, 3f).reshape(2, 2).requiresGrad(true);
    Tensor y = softshrink().with(0.5).call(x);
    assertArrayEquals(new float[] {-1.5f, 0, 0, 2.5f}, y.toFloatArray());
    assertArrayEquals(new long[] {2, 2}, y.shape());
    y.sum().backward();
    assertArrayEquals(new float[] {1, 0, 0, 1}, Objects.requireNonNull(x.grad()).toFloatArray());
  }

  /** y = A x; its derivative by x is the function again, of a matrix that is not contiguous. */
  private static ForeignOp matvec() {
    return function("matvec")
        .op(
            given -> new long[] {given.input(0).shape()[0]},
            result(FLOAT64),
            input(FLOAT64, 2),
            input(FLOAT64, 1),
            resultSize(INT, 0),
            size(INT, 0, 1))
        .withVjp((given, _, bar) ->
            List.of(
                bar.unsqueeze(1).mul(given.input(1).unsqueeze(0)),
                matvec().call(given.input(0).transpose(0, 1), bar)));
  }

  @Test
  void sizesArePassedAndTheDerivativeCallsTheFunctionAgain() {
    Tensor a = numbers(1.0, 2.0, 3.0, 4.0, 5.0, 6.0).reshape(2, 3).requiresGrad(true);
    Tensor x = numbers(1.0, -1.0, 0.5).requiresGrad(true);
    assertArrayEquals(new double[] {0.5, 2}, matvec().call(a, x).toDoubleArray());
    Gradcheck.check(in -> matvec().call(in), a, x);
    Gradcheck.checkSecond(in -> matvec().call(in), a, x);
    assertEquals(
        "matvec(result, float64, float64, int size, int size) -> float64: input 0 is declared with 2 dimensions, but got the shape [3]",
        message(ShapeException.class, () -> matvec().call(x, x)));
  }

  @Test
  void aStatusThatIsNotZeroIsAnError() {
    ForeignOp increments =
        function("increments")
            .returningStatus()
            .op(
                given -> new long[] {given.input(0).numel() - 1},
                input(INT64, 1),
                result(INT64),
                elements(LONG, 0));
    assertArrayEquals(new long[] {1, 2}, increments.call(Tensor.of(1L, 2L, 4L)).toLongArray());
    assertEquals(
        "increments(int64, result, long elements) -> int64 failed: it returned 101, and declares 0 as its success",
        message(ForeignException.class, () -> increments.call(Tensor.of(1L, 2L, 2L))));
    assertEquals(
        "increments(int64, result, long elements) -> int64: its shape rule gives [-1] for inputs of shape [0]; sizes are not negative",
        message(ShapeException.class, () -> increments.call(Tensor.of(1L).narrow(0, 0, 0))));
  }

  @Test
  void anInputWithoutElementsIsPassedWhereTheResultHasSome() {
    ForeignOp total =
        function("total").op(fixed(), input(FLOAT64), elements(LONG, 0), result(FLOAT64));
    assertEquals(0, total.call(numbers(1.0).narrow(0, 0, 0)).item());
    assertEquals(3, total.call(numbers(1.0, 2.0)).item());
  }

  @Test
  void aTensorOnTheJavaHeapIsCopied() {
    Tensor x = Tensor.wrap(MemorySegment.ofArray(new float[] {2, 0}), FLOAT32, 2);
    assertArrayEquals(new float[] {1.5f, 0}, softshrink().with(0.5f).call(x).toFloatArray());
  }

  @SuppressWarnings("restricted") // users do so
  @Test
  void aLookupFindsFunctionsToo() {
    try (Arena arena = Arena.ofShared()) {
      SymbolLookup lookup = SymbolLookup.libraryLookup(folder.resolve("liboperators.so"), arena);
      ForeignOp total =
          CFunction.in(lookup, "total")
              .op(fixed(), input(FLOAT64), elements(LONG, 0), result(FLOAT64));
      assertEquals(3, total.call(numbers(1.0, 2.0)).item());
    }
  }

  @Test
  void aFunctionThatIsNotThereIsNamed() {
    String message =
        message(
            ForeignException.class,
            () ->
                function("nothing")
                    .op(likeInput(0), input(FLOAT32), result(FLOAT32))
                    .call(Tensor.ones(2)));
    assertEquals(
        "the library %s has no function 'nothing'; names are those of C, as 'nm -D' lists them"
            .formatted(folder.resolve("liboperators.so")),
        message);
  }
}
