/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Method;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Span;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.ir.op.AttributeSpec;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.OpTable;
import org.gradsmith.processor.diff.Reverse;
import org.gradsmith.processor.report.DeclaredShapes.Signature;
import org.gradsmith.sweep.Step;
import org.gradsmith.sweep.Sweeps;

/**
 * A row of the op table that the library runs by name: {@code Recorder.apply(Matrices.BMM, ...)}.
 *
 * @param op the row
 * @param operands the tensors
 * @param reverse the ops of its rules, for the operands that gradients may flow to
 * @param kept what these rules read: operands, and its result
 */
record RowOfTable(Op op, List<Value> operands, List<String> reverse, List<Value> kept) {
  private static final Pattern ROW =
      Pattern.compile("org\\.gradsmith\\.ir\\.op\\.\\w+\\.([A-Z][A-Z0-9_]*),.*", Pattern.DOTALL);

  /**
   * The row that a call runs, if it is one that the text names.
   *
   * @param isConstant whether no gradient flows to a tensor
   */
  static Optional<RowOfTable> of(Statement.CallFunction call, Predicate<String> isConstant) {
    Matcher row = ROW.matcher(call.function().toString());
    return row.matches()
        ? OpTable.find(camelCase(row.group(1)))
            .map(op ->
                of(
                    op,
                    List.copyOf(call.arguments().reads()),
                    call.result(),
                    call.span(),
                    isConstant))
        : Optional.empty();
  }

  /** The row that a method of the library stands for, where it is called as a function. */
  static Optional<RowOfTable> of(
      Statement.Call call, Optional<Signature> callee, Predicate<String> isConstant) {
    return callee
        .flatMap(Signature::row)
        .flatMap(OpTable::find)
        .filter(_ -> call.result().isPresent())
        .map(op -> of(op, call.arguments(), call.result().get(), call.span(), isConstant));
  }

  /** Whether the text names all operands; else they lie in an array. */
  boolean isWhole() {
    return operands.size() >= op.operands().size();
  }

  private static String camelCase(String constant) {
    StringBuilder name = new StringBuilder();
    for (String word : constant.toLowerCase(Locale.ROOT).split("_", -1)) {
      name.append(
          name.isEmpty() || word.isEmpty()
              ? word
              : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return name.toString();
  }

  private static RowOfTable of(
      Op op, List<Variable> arguments, Variable result, Span span, Predicate<String> isConstant) {
    List<Value> operands = FlowSizes.tensors(arguments);
    if (op.attributes().stream().anyMatch(a -> a.kind() == AttributeSpec.Kind.DTYPE)) {
      return new RowOfTable(
          op, operands, List.of(op.name()), List.of()); // back to the dtype before
    }
    try {
      Sweeps sweeps = sweeps(op, operands, Value.tensor(result.name()), span);
      BitSet wanted = new BitSet();
      for (int i = 0; i < sweeps.operands().size(); i++) {
        wanted.set(i, !isConstant.test(sweeps.operands().get(i).name()));
      }
      List<String> reverse = new ArrayList<>();
      Set<Value> made = new LinkedHashSet<>(List.of(sweeps.cotangent()));
      Set<Value> kept = new LinkedHashSet<>();
      for (Step step : sweeps.reverse()) {
        if (step instanceof Step.Compute compute && serves(compute, sweeps, wanted)) {
          if (!TensorSizes.isView(compute.node().op())) {
            reverse.add(compute.node().op().name());
          }
          step.reads().stream().filter(v -> !made.contains(v)).forEach(kept::add);
          made.addAll(step.makes());
        }
      }
      return new RowOfTable(op, operands, reverse, List.copyOf(kept));
    } catch (RuntimeException _) {
      // rules of several results, of which one alone is asked for here
      return new RowOfTable(op, operands, List.of(op.name()), operands);
    }
  }

  private static boolean serves(Step.Compute step, Sweeps sweeps, BitSet wanted) {
    return step.makes().stream()
        .map(v -> sweeps.influences().get(v))
        .anyMatch(of -> of == null || of.intersects(wanted));
  }

  /** The op as a straight line, with attributes that stand for any others. */
  private static Sweeps sweeps(Op op, List<Value> operands, Value result, Span span) {
    List<Value> results = new ArrayList<>(List.of(result));
    for (int i = 1; i < op.results().size(); i++) {
      results.add(Value.tensor(result.name() + "Hidden" + i));
    }
    List<Attr> attributes =
        op.attributes().stream().map(a -> attribute(a, operands.getFirst())).toList();
    Method line =
        new Method(
            "Row",
            op.name(),
            Optional.empty(),
            operands,
            operands.stream().map(_ -> "").toList(),
            List.of(new Node.Apply(op, operands, attributes, results, span)),
            result,
            span);
    return Reverse.differentiate(line, Object::equals);
  }

  private static Attr attribute(AttributeSpec attribute, Value operand) {
    return switch (attribute.kind()) {
      case INT -> new Attr.Literal(0);
      case SHAPE -> new Attr.ShapeOf(operand);
      case NUMBER -> new Attr.Number(0.5);
      case DTYPE -> throw new IllegalArgumentException("a dtype stands for itself");
    };
  }
}
