/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;
import org.gradsmith.kernel.cpu.PointwiseSpec.Access;
import org.gradsmith.kernel.cpu.PointwiseSpec.Operand;
import org.junit.jupiter.api.Test;

class SpecHalvesTest {
  private static PointwiseSpec of(Scalar... expressions) {
    Operand floats = new Operand(DType.FLOAT32, Access.CONTIGUOUS);
    return new PointwiseSpec(
        DType.FLOAT32,
        List.of(expressions).stream().map(_ -> floats).toList(),
        List.of(floats, floats),
        List.of(expressions));
  }

  private static Scalar sin(Scalar x) {
    return Scalar.unary(UnaryFunction.SIN, x);
  }

  @Test
  void oneStepHasNoHalves() {
    assertTrue(SpecHalves.of(of(sin(Scalar.operand(0)))).isEmpty());
  }

  @Test
  void theSecondHalfMayBeOneStep() {
    Scalar sum = Scalar.add(Scalar.operand(0), Scalar.operand(1));
    SpecHalves halves = SpecHalves.of(of(sin(sum))).orElseThrow();
    assertEquals(List.of(sum), halves.first().expressions());
    assertEquals(List.of(sin(Scalar.operand(2))), halves.second().expressions());
  }
}
