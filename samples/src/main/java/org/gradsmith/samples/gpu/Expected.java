/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.KernelPlan.OutputKind;
import org.gradsmith.kernel.ScalarGraph;

/** What a kernel may write in a case, element by element, computed from the plan alone. */
final class Expected {
  /** Elements of a large case whose values are compared; the others follow the same code. */
  private static final long MOST = 1 << 13;

  private final KernelCase run;
  private final ScalarGraph graph;
  private final RoundedArithmetic arithmetic;

  Expected(KernelCase run) {
    this.run = run;
    this.graph = run.variant().plan().graph();
    this.arithmetic = new RoundedArithmetic(run.types().dtype());
  }

  /** The elements of an output that are compared: all of them, or some at equal distances. */
  long[] places(int output) {
    boolean full = run.variant().outputs().get(output) == OutputKind.FULL;
    long size = full ? run.extent().count() : run.extent().channels();
    // A sum costs as much as its terms.
    long each = full ? 1 : Math.max(1, run.extent().outer() * run.extent().inner());
    // Odd, so that every lane of a vector and every thread of a block has its turn.
    long step = (size * each / MOST) | 1;
    long count = Math.ceilDiv(size, step);
    long[] places = new long[Math.toIntExact(count)];
    Arrays.setAll(places, i -> i * step);
    return places;
  }

  /** What may stand at a place of an output. */
  Range at(int output, long place) {
    return run.variant().outputs().get(output) == OutputKind.FULL
        ? element(output, place)
        : sum(output, place);
  }

  private Range element(int output, long index) {
    List<Range> values = new ArrayList<>();
    for (ScalarGraph.Step step : graph.steps()) {
      values.add(
          step.scalar() instanceof Scalar.Operand(int input)
              ? operand(input, index)
              : arithmetic.apply(
                  step.scalar(), step.arguments().stream().map(values::get).toList()));
    }
    return values.get(graph.roots().get(output));
  }

  private Range operand(int input, long index) {
    StridedArray array = run.inputs().get(input);
    if (array == null) {
      return Range.exactly(-0.0); // adding it changes nothing
    }
    long at =
        switch (run.variant().inputs().get(input)) {
          case FULL -> index;
          case CHANNEL -> index / run.extent().inner() % run.extent().channels();
          case SCALAR -> 0;
          case BROADCAST -> throw new IllegalStateException("no kind of a variant");
        };
    return Range.exactly(KernelCase.get(array, at));
  }

  /**
   * A sum of terms that are rounded to the dtype, added in double and rounded once more. A mean is
   * such a sum, divided before it is rounded.
   */
  private Range sum(int output, long channel) {
    RangeSum sum = new RangeSum(run.types().dtype());
    KernelCase.Extent extent = run.extent();
    for (long outer = 0; outer < extent.outer(); outer++) {
      for (long inner = 0; inner < extent.inner(); inner++) {
        sum.add(element(output, (outer * extent.channels() + channel) * extent.inner() + inner));
      }
    }
    boolean isMean = run.variant().outputs().get(output) == OutputKind.CHANNEL_MEAN;
    return isMean ? sum.over((double) extent.outer() * extent.inner(), 0) : sum.total(0);
  }
}
