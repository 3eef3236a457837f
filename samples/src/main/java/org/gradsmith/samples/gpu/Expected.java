/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.ir.DType;
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
   * A sum of terms that are rounded to the dtype, added in double in any order: n additions miss at
   * most n half units of the sum of their sizes, and the result is rounded once more. A mean is
   * such a sum, divided before it is rounded.
   */
  private Range sum(int output, long channel) {
    double low = 0;
    double high = 0;
    double size = 0;
    KernelCase.Extent extent = run.extent();
    for (long outer = 0; outer < extent.outer(); outer++) {
      for (long inner = 0; inner < extent.inner(); inner++) {
        Range term =
            element(output, (outer * extent.channels() + channel) * extent.inner() + inner);
        if (!term.isNumber() || Double.isInfinite(term.low()) || Double.isInfinite(term.high())) {
          return Range.ANYTHING;
        }
        low += term.low();
        high += term.high();
        size += Math.max(Math.abs(term.low()), Math.abs(term.high()));
      }
    }
    double slack = size * extent.outer() * extent.inner() * 0x1p-52;
    if (run.variant().outputs().get(output) == OutputKind.CHANNEL_MEAN) {
      double terms = (double) extent.outer() * extent.inner();
      low /= terms;
      high /= terms;
      slack = slack / terms + 0x1p-52 * size / terms;
    }
    double last = run.types().dtype() == DType.FLOAT32 ? 0x1p-23 : 0x1p-52;
    Range sum =
        Range.between(
            low - slack - Math.abs(low) * last - Double.MIN_NORMAL,
            high + slack + Math.abs(high) * last + Double.MIN_NORMAL);
    boolean overflows =
        Math.max(Math.abs(sum.low()), Math.abs(sum.high()))
            > (run.types().dtype() == DType.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE) / 2;
    return overflows ? Range.ANYTHING : sum;
  }
}
