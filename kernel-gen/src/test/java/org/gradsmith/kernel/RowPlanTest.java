/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel;

import static org.gradsmith.ir.scalar.Scalar.add;
import static org.gradsmith.ir.scalar.Scalar.mul;
import static org.gradsmith.ir.scalar.Scalar.operand;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gradsmith.ir.op.OpTable;
import org.gradsmith.ir.op.Pointwise;
import org.gradsmith.ir.scalar.RowExpression.Fold;
import org.gradsmith.ir.scalar.RowExpression.Place;
import org.gradsmith.ir.scalar.RowExpression.Reduction;
import org.gradsmith.ir.scalar.RowExpression.Result;
import org.gradsmith.ir.scalar.RowExpression.Stored;
import org.gradsmith.ir.scalar.RowExpression.Target;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.RowPlan.Input;
import org.junit.jupiter.api.Test;

/** What row plans accept, and what they say of the rest. */
final class RowPlanTest {
  private static final Input X = Input.of("x", Place.FULL);
  private static final Result Y = new Result("y", Target.FULL, operand(0));
  private static final Reduction SUM = new Reduction("sum", Fold.SUM, operand(0));

  @Test
  void everyRowOpOfTheTableIsAPlan() {
    long plans =
        OpTable.all().stream().filter(op -> op.rows().isPresent()).map(RowPlan::of).count();
    assertEquals(19, plans);
  }

  @Test
  void anOpWithoutRowsIsNone() {
    assertMessage("add is no row op", () -> RowPlan.of(Pointwise.ADD));
  }

  @Test
  void somethingIsWritten() {
    assertMessage(
        "kernel 'k' has no output", () -> new RowPlan("k", List.of(X), List.of(), List.of()));
  }

  @Test
  void namesAreDifferent() {
    Reduction x = new Reduction("x", Fold.SUM, operand(0));
    assertMessage(
        "kernel 'k' has two parameters named 'x'",
        () -> new RowPlan("k", List.of(X), List.of(x), List.of(Y)));
  }

  @Test
  void namesAreIdentifiers() {
    assertMessage(
        "'a-b' does not fit as name of the reduction: it takes ASCII letters, digits and _, a letter first, and is no constant",
        () ->
            new RowPlan(
                "k", List.of(X), List.of(new Reduction("a-b", Fold.SUM, operand(0))), List.of(Y)));
  }

  @Test
  void aTermReadsReductionsBeforeItsOwn() {
    Reduction after = new Reduction("squares", Fold.SUM, mul(operand(0), operand(1)));
    new RowPlan("k", List.of(X), List.of(SUM, after), List.of(Y));
    assertMessage(
        "kernel 'k': the term of reduction 'squares' reads operand 1, but here there are the inputs 0 to 0 and no reduction yet",
        () -> new RowPlan("k", List.of(X), List.of(after, SUM), List.of(Y)));
  }

  @Test
  void anOutputReadsWhatThereIs() {
    assertMessage(
        "kernel 'k': output 'y' reads operand 2, but here there are the inputs 0 to 0 and the reductions 1 to 1",
        () -> plan(new Result("y", Target.FULL, add(operand(0), operand(2)))));
  }

  @Test
  void numbersCountFromZero() {
    assertMessage(
        "kernel 'k': output 'y' reads number -1, but numbers count from 0",
        () -> plan(new Result("y", Target.FULL, Scalar.attribute(-1))));
  }

  @Test
  void anOutputPerRowReadsNoElements() {
    plan(new Result("y", Target.ROW, operand(1)));
    assertMessage(
        "kernel 'k': output 'y' has one element per row, but reads 'x', which has many; reduce it, or make the output FULL",
        () -> plan(new Result("y", Target.ROW, add(operand(0), operand(1)))));
  }

  @Test
  void onlyAnOutputPerRowIsStoredInAnotherDType() {
    plan(new Result("y", Target.ROW, Stored.BOOL, operand(1)));
    assertMessage(
        "kernel 'k': output 'y' is FULL and stored as BOOL, but only one of target ROW can be",
        () -> plan(new Result("y", Target.FULL, Stored.BOOL, operand(0))));
  }

  @Test
  void anIntegerIsTheNumberOfAReduction() {
    RowPlan plan = plan(new Result("y", Target.ROW, Stored.INT64, operand(1)));
    assertTrue(plan.storesExactly(0));
    assertFalse(plan(new Result("y", Target.ROW, operand(1))).storesExactly(0));
    assertMessage(
        "kernel 'k': output 'y' is stored as INT64, but is no reduction, whose number is exact",
        () -> plan(new Result("y", Target.ROW, Stored.INT64, add(operand(1), Scalar.constant(1)))));
  }

  @Test
  void onlyAColumnIsOptional() {
    Input.optionalColumn("weight", 1);
    assertMessage(
        "input 'x' is optional and of place FULL, but only an input of place COLUMN can be optional",
        () -> new Input("x", Place.FULL, true, 0));
  }

  private static RowPlan plan(Result output) {
    return new RowPlan("k", List.of(X), List.of(SUM), List.of(output));
  }

  private static void assertMessage(
      String message, org.junit.jupiter.api.function.Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
