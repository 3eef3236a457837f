/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.ir.op.Call;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.Ops;
import org.gradsmith.processor.frontend.Api;
import org.jspecify.annotations.Nullable;

/**
 * The algebra in which a derivative rule gives Java text. What a rule applies more than once is a
 * variable, all else is nested.
 */
final class RuleText implements Ops<Code, Code> {
  private final Statement.Apply primal;
  private final Recorded recorded;
  private final UnaryOperator<String> names;
  private final List<Variable> order = new ArrayList<>();
  private final Map<Variable, Code> made = new HashMap<>();
  private final Map<Variable, Sum> sums = new HashMap<>();
  private final Set<String> primitives = new TreeSet<>();
  private boolean isSummed;

  /**
   * How a rule reaches what the forward sweep has kept.
   *
   * @param operand value of an operand
   * @param shape shape of an operand
   * @param result value of a result
   * @param attribute an attribute
   * @param cotangent adjoint of a result
   */
  record Recorded(
      IntFunction<Code> operand,
      IntFunction<Code> shape,
      IntFunction<Code> result,
      IntFunction<Code> attribute,
      IntFunction<Code> cotangent,
      IntFunction<Code> resultShape) {}

  RuleText(Statement.Apply primal, Recorded recorded, UnaryOperator<String> names) {
    this.primal = primal;
    this.recorded = recorded;
    this.names = names;
  }

  /** The primitives that the text calls. */
  Set<String> primitives() {
    return primitives;
  }

  /**
   * The cotangent of an operand.
   *
   * @param before receives what has to be computed first
   */
  Code run(int index, List<Line> before) {
    Code result = primal.op().vjp(index).orElseThrow().apply(this, new Application());
    if (result.parts().getFirst() instanceof Code.Use(Variable last)
        && sums.get(last) instanceof Sum(Code summed, Code shape)
        && shape.equals(recorded.shape().apply(index))) {
      isSummed = true;
      result = summed;
    }
    Map<Variable, Integer> uses = new HashMap<>();
    count(result, uses);
    for (Variable variable : order.reversed()) {
      if (uses.containsKey(variable)) {
        count(made(variable), uses);
      }
    }
    Map<Variable, Code> nested = new HashMap<>();
    for (Variable variable : order) {
      Code value = inlined(made(variable), nested);
      int used = uses.getOrDefault(variable, 0);
      if (used == 1) {
        nested.put(variable, value);
      } else if (used > 1) {
        before.add(new Line.Let(variable, value, true));
      }
    }
    return inlined(result, nested);
  }

  /** Whether the cotangent has to be summed to the operand's shape, which a slot does itself. */
  boolean isSummed() {
    return isSummed;
  }

  /** The sum of a tensor to a shape. */
  private record Sum(Code summed, Code shape) {}

  private Code made(Variable variable) {
    return Optional.ofNullable(made.get(variable)).orElseThrow();
  }

  private static void count(Code code, Map<Variable, Integer> uses) {
    for (Code.Part part : code.parts()) {
      if (part instanceof Code.Use(Variable variable)) {
        uses.merge(variable, 1, Integer::sum);
      }
    }
  }

  private static Code inlined(Code code, Map<Variable, Code> nested) {
    Code.Builder builder = Code.builder();
    for (Code.Part part : code.parts()) {
      if (part instanceof Code.Use(Variable variable) && nested.containsKey(variable)) {
        builder.code(nested.get(variable));
      } else {
        builder.part(part);
      }
    }
    return builder.build();
  }

  @Override
  public List<Code> apply(Op op, List<@Nullable Code> operands, List<Code> attributes) {
    Code.Builder code = PrimitiveCall.begin(op, primitives);
    boolean first = true;
    if (op.isVariadic()) {
      code.text("new ").type(Api.TENSOR).text("[] {");
      separated(code, operands, true);
      code.text("}");
      first = false;
    } else {
      first = separated(code, operands, true);
    }
    separated(code, attributes, first);
    code.text(")");
    boolean several = op.results().size() > 1;
    Variable variable =
        new Variable(
            names.apply(op.name()),
            several ? Variable.Kind.PASSIVE : Variable.Kind.TENSOR,
            several ? Api.TENSOR + "[]" : Api.TENSOR);
    order.add(variable);
    made.put(variable, code.build());
    Code summed = operands.isEmpty() ? null : operands.getFirst();
    if (op.name().equals("sumTo") && summed != null) {
      sums.put(variable, new Sum(summed, attributes.getFirst()));
    }
    if (!several) {
      return List.of(Code.of(variable));
    }
    List<Code> results = new ArrayList<>();
    for (int i = 0; i < op.results().size(); i++) {
      results.add(Code.builder().use(variable).text("[" + i + "]").build());
    }
    return results;
  }

  private static boolean separated(
      Code.Builder code, List<? extends @Nullable Code> parts, boolean first) {
    boolean none = first;
    for (Code part : parts) {
      code.text(none ? "" : ", ");
      if (part == null) {
        code.text("null");
      } else {
        code.code(part);
      }
      none = false;
    }
    return none;
  }

  @Override
  public Code literal(long value) {
    return Code.text(value == (int) value ? Long.toString(value) : value + "L");
  }

  @Override
  public Code number(double value) {
    return Code.text(ScalarText.number(value));
  }

  @Override
  public Code size(Code shape, int dim) {
    return Code.builder()
        .code(shape)
        .text("[")
        .code(dim < 0 ? Code.builder().code(shape).text(".length - " + -dim).build() : literal(dim))
        .text("]")
        .build();
  }

  @Override
  public Code sizeAlong(Code shape, Code dim) {
    return Code.builder()
        .type("org.gradsmith.compiled.flow.Lifting")
        .text(".size(")
        .code(shape)
        .text(", ")
        .code(dim)
        .text(")")
        .build();
  }

  @Override
  public Code plus(Code a, Code b) {
    return Code.builder().code(a).text(" + ").code(b).build();
  }

  /** The primal, as its rules ask for it. */
  private final class Application implements Call<Code, Code> {
    @Override
    public Code operand(int index) {
      return recorded.operand().apply(index);
    }

    @Override
    public Code shape(int index) {
      return recorded.shape().apply(index);
    }

    @Override
    public Code result(int index) {
      return recorded.result().apply(index);
    }

    @Override
    public Code attribute(int index) {
      return recorded.attribute().apply(index);
    }

    @Override
    public int operandCount() {
      return primal.operands().size();
    }

    @Override
    public boolean isPresent(int index) {
      return primal.operands().get(index).isPresent();
    }

    @Override
    public Code resultShape() {
      return recorded.resultShape().apply(0);
    }

    @Override
    public Code cotangent() {
      return recorded.cotangent().apply(0);
    }

    @Override
    public Code cotangent(int index) {
      return recorded.cotangent().apply(index);
    }
  }

  @Override
  public String toString() {
    return primal.op() + Arrays.toString(order.toArray());
  }
}
