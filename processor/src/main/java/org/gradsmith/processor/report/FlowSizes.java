/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.adjoint.Once;
import org.gradsmith.processor.frontend.Api;
import org.gradsmith.processor.report.FlowPhases.Piece;
import org.gradsmith.processor.shape.Dim;
import org.jspecify.annotations.Nullable;

/**
 * Sizes of the tensors of a method with control flow. Where declarations tell no shapes, what ops
 * that keep shapes make is as large as what they read.
 */
final class FlowSizes {
  /** A member of something: a field, or what a method without arguments tells. */
  private static final Pattern MEMBER = Pattern.compile("\\w+(\\.\\w+(\\(\\))?)+");

  /** What makes a tensor that no gradient flows to. */
  private static final Pattern CONSTANT =
      Pattern.compile(
          "org\\.gradsmith\\.(compiled\\.flow\\.Constants\\.of|tensor\\.(Creating|Drawing)Statics\\.\\w+)\\(");

  private final List<Node.Apply> ops = new ArrayList<>();
  private final Set<String> constants = new HashSet<>();
  private final Map<String, String> copies = new HashMap<>();
  private final Set<Variable> once;
  private final Set<String> given = new HashSet<>();
  private final @Nullable Variable result;
  private final FlowShapes found;
  private final Map<Value, List<Dim>> shapes;
  private final TensorSizes sizes;

  FlowSizes(FlowMethod method, DeclaredShapes declared) {
    this.once = Once.of(method);
    method.parameters().forEach(v -> given.add(v.name()));
    this.result = method.result().orElse(null);
    method.result().ifPresent(v -> given.add(v.name()));
    collect(method.body());
    this.found = FlowShapes.of(method, declared);
    this.shapes = found.shapes();
    this.sizes = new TensorSizes(withAdjoints(shapes), ops);
  }

  /** An adjoint has the shape of what it belongs to. */
  private static Map<Value, List<Dim>> withAdjoints(Map<Value, List<Dim>> shapes) {
    Map<Value, List<Dim>> all = new HashMap<>(shapes);
    shapes.forEach((v, shape) -> all.putIfAbsent(Value.tensor(v.name() + "Bar"), shape));
    return all;
  }

  /**
   * Rows that run together, with the shapes that are known of their operands. Where none are known
   * to differ, all are taken to be the same.
   */
  StraightPhases known(Piece piece) {
    List<Value> operands = piece.alike().inlined().parameters();
    Set<List<Dim>> known = known(operands);
    if (known.isEmpty()) {
      return piece.alike();
    }
    if (known.size() > 1) {
      return piece.broadcast().orElseThrow().knowing(shapes);
    }
    List<Dim> shape = known.iterator().next();
    return piece.alike().knowing(operands.stream().collect(Collectors.toMap(v -> v, _ -> shape)));
  }

  private Set<List<Dim>> known(List<Value> operands) {
    return operands.stream()
        .filter(shapes::containsKey)
        .map(shapes::get)
        .collect(Collectors.toSet());
  }

  /** Whether operands of rows are taken to have one shape, of which it is not known. */
  boolean isAssumed(Piece piece) {
    List<Value> operands = piece.alike().inlined().parameters();
    return operands.size() > 1
        && known(operands).size() < 2
        && !operands.stream().allMatch(shapes::containsKey);
  }

  /** What the names in the declarations of a callee stand for, by the record of the call. */
  Optional<ShapeBinding> binding(Variable call) {
    return found.binding(call);
  }

  TensorSizes sizes() {
    return sizes;
  }

  /** Whether a tensor is the caller's too: an argument, a member of an object, the result. */
  boolean isGiven(String tensor) {
    return given.contains(tensor);
  }

  /** Whether no gradient flows to a tensor. */
  boolean isConstant(String tensor) {
    return constants.contains(tensor);
  }

  /** The variable that another one is only a name for; of all others, themselves. */
  String original(String tensor) {
    return copies.getOrDefault(tensor, tensor);
  }

  private static boolean isMember(Code code) {
    return code.parts().stream().anyMatch(Code.PrivateField.class::isInstance)
        || MEMBER.matcher(code.toString()).matches();
  }

  private void collect(Statement statement) {
    switch (statement) {
      case Statement.Apply apply -> {
        Node.Apply node = node(apply);
        ops.add(node);
        if (node.operands().stream().allMatch(v -> constants.contains(v.name()))) {
          node.results().forEach(v -> constants.add(v.name()));
        }
      }
      case Statement.Assign(Variable target, Expression.Copy(Variable source), var _, var _)
          when once.contains(target) && once.contains(source) ->
          copies.put(target.name(), original(source.name()));
      case Statement.Assign(Variable target, Expression.Plain(Code code), var _, var _)
          when CONSTANT.matcher(code.toString()).lookingAt() ->
          constants.add(target.name());
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
