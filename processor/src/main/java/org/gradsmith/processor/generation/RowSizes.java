/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.generation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Member;
import org.gradsmith.ir.Method;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;
import org.gradsmith.processor.shape.Dim;
import org.gradsmith.processor.shape.ShapeFacts;
import org.gradsmith.processor.shape.ShapeInference;
import org.gradsmith.processor.shape.ShapeText;

/**
 * Shapes for the report of a straight line whose parameters are open at the front: the dimensions
 * that dots stand for are taken as one, the rows of the parameter.
 */
final class RowSizes implements ShapeFacts {
  private final Method method;
  private final KnownObjects facts;

  private RowSizes(Method method, KnownObjects facts) {
    this.method = method;
    this.facts = facts;
  }

  /**
   * The shapes of a method's values.
   *
   * @param known those that hold whatever the dots stand for
   */
  static Map<Value, List<Dim>> of(Method method, KnownObjects facts, ShapeInference.Result known) {
    boolean isOpen = method.shapes().stream().anyMatch(RowSizes::isOpen);
    if (!isOpen || !method.body().stream().allMatch(RowSizes::countsFromTheEnd)) {
      return known.shapes();
    }
    ShapeInference.Result rows = ShapeInference.infer(method, new RowSizes(method, facts));
    return rows.mismatches().isEmpty() ? rows.shapes() : known.shapes();
  }

  private static boolean isOpen(String text) {
    return !text.isBlank() && ShapeText.isOpen(ShapeText.entries(text).getFirst());
  }

  /** Whether a node does the same to a tensor whose leading dimensions are one. */
  private static boolean countsFromTheEnd(Node node) {
    return switch (node) {
      case Node.Read _ -> true;
      case Node.CallModule _ -> false;
      case Node.Apply apply ->
          apply.op().expression().isPresent() || (apply.op().rows().isPresent() && isLast(apply));
    };
  }

  private static boolean isLast(Node.Apply apply) {
    for (int i = 0; i < apply.attributes().size(); i++) {
      if (apply.op().attributes().get(i).name().equals("dim")
          && !apply.attributes().get(i).equals(new Attr.Literal(-1))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Optional<List<Dim>> shape(Value object, Member member) {
    return facts.shape(object, member);
  }

  @Override
  public Optional<Dim> value(Value object, Member member) {
    return facts.value(object, member);
  }

  @Override
  public Optional<List<Dim>> parameter(int index) {
    String text = method.shapes().get(index);
    if (!isOpen(text)) {
      return facts.parameter(index);
    }
    List<Dim> shape = new ArrayList<>();
    shape.add(Dim.named("rows(" + method.parameters().get(index).name() + ")"));
    shape.addAll(facts.behindDots(index));
    return Optional.of(shape);
  }
}
