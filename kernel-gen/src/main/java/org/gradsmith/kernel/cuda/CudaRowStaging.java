/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cuda;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.gradsmith.ir.scalar.RowExpression.Place;
import org.gradsmith.ir.scalar.RowExpression.Target;
import org.gradsmith.kernel.RowPlan;

/**
 * What a block keeps in shared memory where the rows are short enough: inputs that several passes
 * read, and what it has added up over its rows. A thread comes to the same columns in each pass and
 * in each row, so there are no barriers.
 */
final class CudaRowStaging {
  private static final String ROOM =
      """
        // Each thread comes to the same columns again, so that what is kept for it needs no barrier.
        constexpr INDEX room = STAGED_BYTES / (@rows@ * sizeof(SCALAR));
        const bool fits = columns <= room;
      """;

  private static final String COPY_SUMS =
      """
        if (fits) {
      @columns@  }
      """;

  private final CudaRowParameters parameters;
  private final SortedMap<Integer, Kept> inputs = new TreeMap<>();
  private final SortedMap<Integer, Kept> sums = new TreeMap<>();

  /**
   * A row.
   *
   * @param shared the shared memory that it may be in
   * @param pointer what points at it, wherever it is
   */
  private record Kept(String shared, String pointer) {}

  CudaRowStaging(RowPlan plan, List<CudaRowPass> passes, CudaRowParameters parameters) {
    this.parameters = parameters;
    Set<Integer> read = new HashSet<>();
    for (CudaRowPass pass : passes) {
      for (int input : pass.reads()) {
        boolean again = !read.add(input);
        if (again && plan.inputs().get(input).place() == Place.FULL) {
          inputs.computeIfAbsent(input, i -> kept(parameters.input(i), "_again"));
        }
      }
    }
    for (int i = 0; i < plan.outputs().size(); i++) {
      if (plan.outputs().get(i).target() == Target.COLUMN_SUM) {
        sums.put(i, kept(parameters.output(i), "_sums"));
      }
    }
  }

  private Kept kept(String name, String suffix) {
    return new Kept(parameters.unique(name + "_kept"), parameters.unique(name + suffix));
  }

  boolean isEmpty() {
    return inputs.isEmpty() && sums.isEmpty();
  }

  /** Lines before the first row. */
  String before() {
    if (isEmpty()) {
      return "";
    }
    StringBuilder lines =
        new StringBuilder(ROOM.replace("@rows@", String.valueOf(inputs.size() + sums.size())));
    Stream.concat(inputs.values().stream(), sums.values().stream())
        .forEach(kept -> lines.append("  __shared__ SCALAR %s[room];\n".formatted(kept.shared)));
    StringBuilder zeros = new StringBuilder();
    sums.forEach((output, kept) -> {
      String pointer = parameters.output(output);
      lines.append(
          "  SCALAR* const %s = fits ? %s : %s + blockIdx.x * columns;\n"
              .formatted(kept.pointer, kept.shared, pointer));
      zeros.append("if (%s) %s[column] = 0;\n".formatted(pointer, kept.pointer));
    });
    if (!sums.isEmpty()) {
      lines.append(CudaRowKernelWriter.columns(zeros, 2));
    }
    return lines.toString();
  }

  /** Lines at the start of a row. */
  String rowStart() {
    StringBuilder lines = new StringBuilder();
    inputs.forEach((input, kept) ->
        lines.append(
            "    const SCALAR* const %s = fits ? %s : %s + start;\n"
                .formatted(kept.pointer, kept.shared, parameters.input(input))));
    return lines.toString();
  }

  /** Lines behind the last row. */
  String after() {
    StringBuilder copies = new StringBuilder();
    sums.forEach((output, kept) -> {
      String pointer = parameters.output(output);
      copies.append(
          "if (%s) %s[blockIdx.x * columns + column] = %s[column];\n"
              .formatted(pointer, pointer, kept.shared));
    });
    return sums.isEmpty()
        ? ""
        : COPY_SUMS.replace("@columns@", CudaRowKernelWriter.columns(copies, 4));
  }

  boolean keeps(int input) {
    return inputs.containsKey(input);
  }

  /** Keeps an element for the passes to come, where the row fits. */
  String keep(int input, String element) {
    Kept kept = kept(inputs, input);
    return "%s[column] = %s;\n".formatted(kept.shared, element);
  }

  /** An element that an earlier pass has read. */
  String again(int input) {
    return kept(inputs, input).pointer + "[column]";
  }

  /** What is added to for an output. */
  String sum(int output) {
    return kept(sums, output).pointer + "[column]";
  }

  private static Kept kept(SortedMap<Integer, Kept> all, int index) {
    Kept kept = all.get(index);
    if (kept == null) {
      throw new IllegalArgumentException("nothing is kept of " + index);
    }
    return kept;
  }
}
