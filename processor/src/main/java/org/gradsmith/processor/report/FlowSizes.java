/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.frontend.Api;
import org.gradsmith.processor.shape.Dim;
import org.jspecify.annotations.Nullable;

/**
 * Sizes of the tensors of a method with control flow. Where declarations tell no shapes, what ops
 * that keep shapes make is as large as what they read.
 */
final class FlowSizes {
  /** A member of something: a field, or what a method without arguments tells. */
  private static final Pattern MEMBER = Pattern.compile("\\w+(\\.\\w+(\\(\\))?)+");

  private final List<Node.Apply> ops = new ArrayList<>();
  private final Set<String> given = new HashSet<>();
  private final @Nullable Variable result;
  private final Map<Value, List<Dim>> shapes;
  private final TensorSizes sizes;

  FlowSizes(FlowMethod method, DeclaredShapes declared) {
    method.parameters().forEach(v -> given.add(v.name()));
    this.result = method.result().orElse(null);
    method.result().ifPresent(v -> given.add(v.name()));
    collect(method.body());
    this.shapes = FlowShapes.of(method, declared);
    this.sizes = new TensorSizes(shapes, ops);
  }

  /** Rows that run together, with the shapes that are known of their operands. */
  StraightPhases known(StraightPhases piece) {
    return piece.knowing(shapes);
  }

  TensorSizes sizes() {
    return sizes;
  }

  /** Whether a tensor is the caller's too: an argument, a member of an object, the result. */
  boolean isGiven(String tensor) {
    return given.contains(tensor);
  }

  private static boolean isMember(Code code) {
    return code.parts().stream().anyMatch(Code.PrivateField.class::isInstance)
        || MEMBER.matcher(code.toString()).matches();
  }

  private void collect(Statement statement) {
    switch (statement) {
      case Statement.Apply apply -> ops.add(node(apply));
      case Statement.Assign(Variable target, Expression.Plain(Code code), var _, var _)
          when isMember(code) ->
          given.add(target.name());
      case Statement.Assign(Variable target, Expression.Plain(Code code), var _, var _)
          when target.equals(result) ->
          code.reads().forEach(part -> given.add(part.name())); // a record of results
      case Statement.Block block -> block.statements().forEach(this::collect);
      case Statement.Guarded guarded -> {
        collect(guarded.body());
        collect(guarded.end());
      }
      case Statement.If choice -> {
        collect(choice.then());
        collect(choice.otherwise());
      }
      case Statement.Loop loop -> {
        collect(loop.test());
        collect(loop.body());
      }
      case Statement.Declare _,
          Statement.Assign _,
          Statement.Store _,
          Statement.Hold _,
          Statement.Effect _,
          Statement.Write _,
          Statement.Call _,
          Statement.CallFunction _ -> {}
    }
  }

  /** An op as a straight line would have it, without attributes, which are Java here. */
  static Node.Apply node(Statement.Apply apply) {
    return new Node.Apply(
        apply.op(),
        tensors(apply.operands().stream().flatMap(Optional::stream).toList()),
        List.of(),
        apply.results().stream().map(v -> Value.tensor(v.name())).toList(),
        apply.span());
  }

  /** The tensors among variables; adjoints are tensors without adjoints of their own. */
  static List<Value> tensors(List<Variable> variables) {
    return variables.stream()
        .filter(v -> v.isTensor() || v.type().equals(Api.TENSOR))
        .map(v -> Value.tensor(v.name()))
        .toList();
  }
}
