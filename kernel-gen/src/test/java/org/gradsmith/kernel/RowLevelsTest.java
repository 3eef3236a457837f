/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.gradsmith.ir.op.LayerNorms;
import org.gradsmith.ir.scalar.RowExpression.Place;
import org.gradsmith.ir.scalar.RowExpression.Result;
import org.gradsmith.ir.scalar.RowExpression.Target;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.RowPlan.Input;
import org.gradsmith.kernel.reference.RowCase;
import org.junit.jupiter.api.Test;

final class RowLevelsTest {
  private static RowLevels levels(RowPlan plan) {
    return RowLevels.of(plan.graph(), plan.inputs().size(), plan.reductions().size());
  }

  @Test
  void whatReadsAReductionComesAfterIt() {
    RowLevels levels = levels(RowPlan.of(LayerNorms.LAYER_NORM_GRAD));
    assertEquals(List.of(0, 0, 1, 1), levels.levels());
    assertEquals(2, levels.last());
    assertEquals(List.of(2, 3), levels.reductions(1));
  }

  @Test
  void aReductionThatNobodyReadsIsInNoPass() {
    RowLevels levels = levels(RowCase.ALL_KINDS);
    assertEquals(List.of(0, 0, 1, -1, 0), levels.levels());
    assertEquals(levels.graph().roots().subList(5, 10), levels.roots(2));
  }

  @Test
  void withoutReductionsThereIsThePassOfTheOutputs() {
    RowPlan plan =
        new RowPlan(
            "twice",
            List.of(Input.of("x", Place.FULL)),
            List.of(),
            List.of(
                new Result("y", Target.FULL, Scalar.mul(Scalar.operand(0), Scalar.constant(2)))));
    RowLevels levels = levels(plan);
    assertEquals(0, levels.last());
    assertEquals(levels.graph().roots(), levels.roots(0));
  }

  @Test
  void reductionsAreTheSameInAllColumns() {
    RowLevels levels = levels(RowCase.COMPUTED_TERMS);
    List<Boolean> varies = levels.varying(List.of(true, true));
    List<Integer> roots = levels.graph().roots();
    assertEquals(List.of(true, true, true, false), roots.stream().map(varies::get).toList());
  }
}
