/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cuda;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.gradsmith.ir.scalar.RowExpression.Place;
import org.gradsmith.ir.scalar.RowExpression.Reduction;
import org.gradsmith.ir.scalar.RowExpression.Target;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.RowPlan;
import org.gradsmith.kernel.RowPlan.Input;
import org.gradsmith.kernel.ScalarGraph;
import org.gradsmith.kernel.cuda.CudaExpressions.Strength;
import org.gradsmith.kernel.cuda.CudaExpressions.Text;

/**
 * Writes one kernel over rows. A block takes one row at a time; in each pass its threads stride
 * through the columns, then it puts together what they have reduced. Functions are computed again
 * where a later pass needs them: what the kernel waits for is memory.
 *
 * <p>Sums over rows are added up by each block for its own rows, and put together by another
 * kernel. There are no atomics, so every run gives the same bits.
 */
final class CudaRowKernelWriter {
  private static final String KERNEL =
      """
      extern "C" __global__ void __launch_bounds__(256)
      @name@(
      @parameters@    INDEX rows, INDEX columns) {
      @before@  for (INDEX row = blockIdx.x; row < rows; row += gridDim.x) {
      @row@  }
      @after@}
      """;

  private static final String COLUMNS =
      """
      for (INDEX column = threadIdx.x; column < columns; column += blockDim.x) {
      @lines@}
      """;

  private static final String EITHER_WAY =
      """
          SCALAR @largest@, @sum@;
          if (fits) {
      @apart@    } else {
            OnlineSum @thread@;
      @columns@@finish@    }
      """;

  /** The type that is computed in. */
  private static final String SCALAR = "SCALAR";

  private final RowPlan plan;
  private final ScalarGraph graph;
  private final List<CudaRowPass> passes;
  private final CudaRowParameters parameters;
  private final CudaRowStaging staging;

  /** What the elements of inputs are called, and which of them an earlier pass has read. */
  private final Map<Integer, String> elements = new HashMap<>();

  private final Set<Integer> read = new HashSet<>();

  /** Reductions that have been computed, and steps that are the same in all columns. */
  private final Map<Integer, String> reduced = new HashMap<>();

  /** Their names; one that an output stores exactly is of a type of its own. */
  private final Map<Integer, String> exact = new HashMap<>();

  private final Map<Integer, Text> ofRow = new HashMap<>();

  /** Those of them that are computed and have a name. */
  private final Set<Integer> named = new HashSet<>();

  private boolean online;

  // The lines for holes of the template.
  private final StringBuilder scalars = new StringBuilder();
  private final StringBuilder row = new StringBuilder();

  CudaRowKernelWriter(RowPlan plan) {
    this.plan = plan;
    this.graph = plan.graph();
    this.passes = CudaRowPass.of(plan);
    this.parameters = new CudaRowParameters(plan);
    this.staging = new CudaRowStaging(plan, passes, parameters);
    for (int i = 0; i < plan.inputs().size(); i++) {
      String suffix = plan.inputs().get(i).place() == Place.FULL ? "_i" : "_c";
      elements.put(i, parameters.unique(parameters.input(i) + suffix));
    }
  }

  /** Whether it keeps rows in shared memory. */
  boolean stages() {
    return !staging.isEmpty();
  }

  /** Whether it has an online sum. */
  boolean sumsOnline() {
    return online;
  }

  String write() {
    int last = passes.size() - 1;
    for (int i = 0; i <= last; i++) {
      CudaRowPass pass = passes.get(i);
      pass.ofRow().forEach(this::defineOfRow);
      if (i == last) {
        storeOfRow();
      }
      if (row.length() > 0 && !pass.roots().isEmpty()) {
        row.append('\n');
      }
      Optional<CudaOnlineSum> both =
          i == last ? Optional.empty() : CudaOnlineSum.of(plan, pass, passes.get(i + 1));
      if (both.isPresent()) {
        i++;
        writeOnline(both.get(), pass, passes.get(i));
      } else if (!pass.roots().isEmpty()) {
        write(pass, row, false);
      }
    }
    String rows = hasRows() ? "    const INDEX start = row * columns;\n" : "";
    return KERNEL
        .replace("@name@", CudaRowWriter.symbol(plan.name()))
        .replace("@parameters@", parameters.text())
        .replace("@before@", scalars + staging.before())
        .replace("@row@", rows + staging.rowStart() + row)
        .replace("@after@", staging.after());
  }

  /** Whether something is read or written that has both rows and columns. */
  private boolean hasRows() {
    return plan.outputs().stream().anyMatch(output -> output.target() == Target.FULL)
        || passes.stream()
            .flatMap(pass -> pass.reads().stream())
            .anyMatch(i -> plan.inputs().get(i).place() == Place.FULL);
  }

  /** A loop of a thread over its columns. */
  static String columns(CharSequence lines, int indent) {
    return indented(COLUMNS.replace("@lines@", indented(lines, 2)), indent);
  }

  private static String indented(CharSequence lines, int indent) {
    return lines.toString().indent(indent).replaceAll("(?m)^ +$", "");
  }

  /**
   * Writes two passes in both ways: one after the other where the row is kept in shared memory,
   * otherwise as one.
   */
  private void writeOnline(CudaOnlineSum both, CudaRowPass first, CudaRowPass second) {
    online = true;
    StringBuilder apart = new StringBuilder();
    write(first, apart, true);
    second.ofRow().forEach(this::defineOfRow);
    apart.append('\n');
    write(second, apart, true);
    String thread = parameters.unique("online");
    StringBuilder lines = new StringBuilder();
    Map<Integer, Text> values = values(first, lines, false);
    lines.append(CudaOnlineSum.add(thread, spelled(values, graph.roots().get(both.largest()))));
    String largest = Objects.requireNonNull(reduced.get(both.largest()));
    String sum = Objects.requireNonNull(reduced.get(both.sum()));
    row.append(
        EITHER_WAY
            .replace("@largest@", largest)
            .replace("@sum@", sum)
            .replace("@apart@", indented(apart, 2))
            .replace("@thread@", thread)
            .replace("@columns@", columns(lines, 6))
            .replace("@finish@", CudaOnlineSum.finish(thread, largest, sum).indent(6)));
  }

  /**
   * Writes the loop of a pass and what the block makes of it.
   *
   * @param inRoom whether this is for rows that fit alone, and the reductions are declared
   */
  private void write(CudaRowPass pass, StringBuilder into, boolean inRoom) {
    StringBuilder lines = new StringBuilder();
    Map<Integer, Text> values = values(pass, lines, inRoom);
    StringBuilder results = new StringBuilder();
    for (int k : pass.reductions()) {
      Reduction reduction = plan.reductions().get(k);
      String part = parameters.unique(reduction.name() + "_part");
      into.append("    ").append(CudaBlockFolds.start(reduction.fold(), part)).append('\n');
      Text term = spelled(values, graph.roots().get(k));
      lines.append(CudaBlockFolds.add(reduction.fold(), part, term)).append('\n');
      String name = parameters.unique(reduction.name());
      String found = CudaBlockFolds.finish(reduction.fold(), part);
      String own = CudaBlockFolds.type(reduction.fold());
      String type = plan.storesExactly(k) ? own : SCALAR;
      reduced.put(k, converted(name, type));
      exact.put(k, name);
      String declared = inRoom ? "" : "const " + type + " ";
      String value = type.equals(SCALAR) ? converted(found, own) : found;
      results.append("    %s%s = %s;\n".formatted(declared, name, value));
    }
    for (int i : pass.outputs()) {
      String value = spelled(values, rootOf(i)).text();
      String store =
          plan.outputs().get(i).target() == Target.FULL
              ? parameters.output(i) + "[start + column] = "
              : staging.sum(i) + " += ";
      lines.append("if (%s) %s%s;\n".formatted(parameters.output(i), store, value));
    }
    into.append(columns(lines, 4)).append(results);
  }

  /** A number of some type as one of the type that is computed in. */
  private static String converted(String number, String type) {
    return type.equals(SCALAR) ? number : SCALAR + "(" + number + ")";
  }

  /** Spells the steps of a pass in one column. */
  private Map<Integer, Text> values(CudaRowPass pass, StringBuilder lines, boolean inRoom) {
    Map<Integer, Text> values = new HashMap<>();
    pass.reads().forEach(input -> load(input, lines, inRoom));
    read.addAll(pass.reads());
    for (int step : pass.steps()) {
      ScalarGraph.Step what = graph.steps().get(step);
      if (what.scalar() instanceof Scalar.Operand(int index)) {
        values.put(step, Text.atom(Objects.requireNonNull(elements.get(index))));
        continue;
      }
      List<Text> arguments = what.arguments().stream().map(a -> spelled(values, a)).toList();
      Text text = CudaExpressions.apply(what.scalar(), arguments);
      boolean shared = pass.uses(step) > 1;
      values.put(
          step, shared ? Text.atom(define(lines, "", parameters.next("t"), text.text())) : text);
    }
    return values;
  }

  private Text spelled(Map<Integer, Text> values, int step) {
    return Objects.requireNonNull(values.containsKey(step) ? values.get(step) : ofRow.get(step));
  }

  /** Reads the element of an input in a column. */
  private void load(int index, StringBuilder lines, boolean inRoom) {
    Input input = plan.inputs().get(index);
    String pointer = parameters.input(index);
    String element = Objects.requireNonNull(elements.get(index));
    if (input.place() == Place.COLUMN) {
      String at = pointer + "[column]";
      String absent = CudaExpressions.constant(input.absent()).text();
      define(lines, "", element, input.optional() ? pointer + " ? " + at + " : " + absent : at);
    } else if (staging.keeps(index) && read.contains(index)) {
      define(lines, "", element, staging.again(index));
    } else {
      define(lines, "", element, pointer + "[start + column]");
      if (staging.keeps(index)) {
        lines.append(inRoom ? "" : "if (fits) ").append(staging.keep(index, element));
      }
    }
  }

  /** Computes a step that is the same in all columns, before the loop that reads it. */
  private void defineOfRow(int step) {
    Text text = ofRow(step);
    if (graph.steps().get(step).isComputed() && !named.contains(step)) {
      nameOfRow(step, text);
    }
  }

  private Text nameOfRow(int step, Text value) {
    Text name = Text.atom(define(row, "    ", parameters.next("t"), value.text()));
    named.add(step);
    ofRow.put(step, name);
    return name;
  }

  private Text ofRow(int step) {
    Text known = ofRow.get(step);
    if (known != null) {
      return known;
    }
    ScalarGraph.Step what = graph.steps().get(step);
    Text text =
        switch (what.scalar()) {
          case Scalar.Operand(int index) -> Text.atom(operandOfRow(index));
          case Scalar.Attribute(int index) -> Text.atom("SCALAR(" + parameters.number(index) + ")");
          default ->
              CudaExpressions.apply(
                  what.scalar(), what.arguments().stream().map(this::ofRow).toList());
        };
    if (what.isShared()) {
      return nameOfRow(step, text);
    }
    ofRow.put(step, text);
    return text;
  }

  private String operandOfRow(int index) {
    if (index >= plan.inputs().size()) {
      return Objects.requireNonNull(reduced.get(index - plan.inputs().size()));
    }
    String pointer = parameters.input(index);
    return plan.inputs().get(index).place() == Place.ROW
        ? define(row, "    ", parameters.unique(pointer + "_r"), pointer + "[row]")
        : define(scalars, "  ", parameters.unique(pointer + "_0"), pointer + "[0]");
  }

  private void storeOfRow() {
    for (int i = 0; i < plan.outputs().size(); i++) {
      if (plan.outputs().get(i).target() == Target.ROW) {
        String pointer = parameters.output(i);
        String value = valueOfRow(i);
        row.append(
            "    if (threadIdx.x == 0 && %s) %s[row] = %s;\n".formatted(pointer, pointer, value));
      }
    }
  }

  private String valueOfRow(int output) {
    Text value = ofRow(rootOf(output));
    return switch (plan.outputs().get(output).stored()) {
      case COMPUTED -> value.text();
      case BOOL -> value.in(Strength.SUM) + " != SCALAR(0)";
      case INT64 -> "(long long)" + exact.get(reductionOf(output));
    };
  }

  /** The reduction that an output is. */
  private int reductionOf(int output) {
    Scalar expression = graph.steps().get(rootOf(output)).scalar();
    return ((Scalar.Operand) expression).index() - plan.inputs().size();
  }

  private int rootOf(int output) {
    return graph.roots().get(plan.reductions().size() + output);
  }

  private static String define(StringBuilder lines, String indent, String name, String value) {
    lines.append(indent).append("const SCALAR ").append(name).append(" = ").append(value);
    lines.append(";\n");
    return name;
  }
}
