/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cuda;

import static org.gradsmith.ir.scalar.Scalar.add;
import static org.gradsmith.ir.scalar.Scalar.attribute;
import static org.gradsmith.ir.scalar.Scalar.mul;
import static org.gradsmith.ir.scalar.Scalar.operand;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gradsmith.ir.op.Extremes;
import org.gradsmith.ir.op.LayerNorms;
import org.gradsmith.ir.op.Reductions;
import org.gradsmith.ir.op.Softmaxes;
import org.gradsmith.ir.scalar.RowExpression.Fold;
import org.gradsmith.ir.scalar.RowExpression.Place;
import org.gradsmith.ir.scalar.RowExpression.Reduction;
import org.gradsmith.ir.scalar.RowExpression.Result;
import org.gradsmith.ir.scalar.RowExpression.Stored;
import org.gradsmith.ir.scalar.RowExpression.Target;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;
import org.gradsmith.kernel.RowPlan;
import org.gradsmith.kernel.RowPlan.Input;
import org.gradsmith.kernel.reference.RowCase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The text of kernels over rows. */
final class CudaRowWriterTest {
  /** Names that mean something in the text, numbers, and a row without a loop for its outputs. */
  private static final RowPlan AWKWARD =
      new RowPlan(
          "larger",
          List.of(Input.of("row", Place.FULL), Input.of("t0", Place.ROW)),
          List.of(new Reduction("exp", Fold.SUM, mul(operand(0), attribute(3)))),
          List.of(
              new Result("columns", Target.ROW, mul(add(operand(2), operand(1)), attribute(1)))));

  private static String write(RowPlan... plans) {
    return CudaRowWriter.write("kernels of a test", List.of(plans), Map.of());
  }

  @Test
  void writesTheGoldenText() throws IOException {
    List<RowPlan> plans =
        List.of(
            RowPlan.of(Softmaxes.SOFTMAX),
            RowPlan.of(LayerNorms.LAYER_NORM_GRAD),
            RowPlan.of(Reductions.ARGMAX),
            RowPlan.of(Extremes.COUNT_NONZERO),
            RowCase.ALL_KINDS,
            AWKWARD);
    Map<String, List<String>> comments =
        Map.of("softmax", List.of("Attention.java:31  Tensor p = scores.softmax(-1);"));
    String text = CudaRowWriter.write("Rows: kernels of a test", plans, comments);
    if (Boolean.getBoolean("golden.update")) {
      Path directory = Path.of("src/test/resources", getClass().getPackageName().replace('.', '/'));
      Files.writeString(directory.resolve("Rows.cu"), text);
    } else {
      String golden = CudaWriterTest.resource("Rows.cu");
      assertEquals(golden, text, "-Dgolden.update=true rewrites Rows.cu");
    }
  }

  @Tag("nvcc")
  @ParameterizedTest
  @CsvSource({
    "sm_80, float, unsigned int",
    "sm_80, double, unsigned int",
    "sm_90, float, unsigned int",
    "sm_90, double, unsigned long long"
  })
  void compilesForEveryArchitecture(
      String architecture, String scalar, String index, @TempDir Path directory)
      throws IOException {
    Toolchain nvcc = new Toolchain("nvcc");
    nvcc.assumePresent("the kernels are not compiled for " + architecture);
    RowPlan[] plans =
        Stream.concat(RowCase.plans().stream(), Stream.of(AWKWARD)).toArray(RowPlan[]::new);
    Files.writeString(directory.resolve("kernels.cu"), write(plans));
    nvcc.compileKernels(directory, architecture, scalar, index);
  }

  @Test
  void everyRowOpOfTheTableCanBeWritten() {
    for (RowPlan plan : RowCase.plans()) {
      assertTrue(CudaRowWriter.writes(plan), plan.name());
    }
  }

  @Test
  void aFunctionThatCudaLacksIsNoticed() {
    Scalar digamma = Scalar.unary(UnaryFunction.DIGAMMA, operand(0));
    Result same = new Result("y", Target.FULL, operand(0));
    List<Input> inputs = List.of(Input.of("x", Place.FULL));
    List<Reduction> reductions = List.of(new Reduction("sum", Fold.SUM, digamma));
    assertFalse(CudaRowWriter.writes(new RowPlan("k", inputs, reductions, List.of(same))));
    Result digammas = new Result("y", Target.FULL, digamma);
    assertFalse(CudaRowWriter.writes(new RowPlan("k", inputs, List.of(), List.of(digammas))));
  }

  @Test
  void sharedPartsAreThereWhereTheyAreUsed() {
    RowPlan grad = RowPlan.of(Softmaxes.SOFTMAX_GRAD);
    String text = write(grad);
    assertTrue(text.contains("blockSum"), text);
    assertTrue(text.contains("STAGED_BYTES"), text);
    assertFalse(text.contains("blockLargest"), text);
    assertFalse(text.contains("blockSmallest"), text);
    assertFalse(text.contains(CudaRowWriter.PARTIAL_SUMS), text);

    String plain =
        write(
            new RowPlan(
                "twice",
                List.of(Input.of("x", Place.FULL)),
                List.of(),
                List.of(new Result("y", Target.FULL, add(operand(0), operand(0))))));
    assertFalse(plain.contains("STAGED_BYTES"), plain);
    assertFalse(plain.contains("__shared__"), plain);
  }

  @Test
  void aSumThatIsStoredExactlyIsNotAddedUpOnline() {
    Scalar power = Scalar.unary(UnaryFunction.EXP, Scalar.sub(operand(0), operand(1)));
    List<Input> inputs = List.of(Input.of("x", Place.FULL));
    List<Reduction> reductions =
        List.of(new Reduction("most", Fold.MAX, operand(0)), new Reduction("sum", Fold.SUM, power));
    Result rounded = new Result("y", Target.ROW, operand(2));
    assertTrue(write(new RowPlan("k", inputs, reductions, List.of(rounded))).contains("Online"));
    Result exact = new Result("y", Target.ROW, Stored.INT64, operand(2));
    assertFalse(write(new RowPlan("k", inputs, reductions, List.of(exact))).contains("Online"));
  }

  @Test
  void aReductionThatNobodyReadsIsLeftOut() {
    assertFalse(write(RowCase.ALL_KINDS).contains("lgamma"));
  }

  @Test
  void symbolsDiffer() {
    RowPlan softmax = RowPlan.of(Softmaxes.SOFTMAX);
    assertEquals(
        "two kernels are named 'softmax' in CUDA C",
        assertThrows(IllegalArgumentException.class, () -> write(softmax, softmax)).getMessage());
    assertEquals("addPartialSums_", CudaRowWriter.symbol("addPartialSums"));
    assertEquals("exp_", CudaRowWriter.symbol("exp"));
  }
}
