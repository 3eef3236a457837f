/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.pass;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;

/**
 * Replaces values by others, and numbers that callers give by what they give, in nodes and
 * attributes.
 */
public final class Substitution {
  private final Map<Value, Value> replacements = new HashMap<>();
  private final Map<Value, Attr> numbers = new HashMap<>();

  /** Replaces one value by another from now on. */
  public void put(Value from, Value to) {
    replacements.put(from, to);
  }

  /** Replaces a number that is given by what is given. */
  public void put(Value from, Attr number) {
    numbers.put(from, number);
  }

  /** The value that stands for another. */
  public Value of(Value value) {
    return replacements.getOrDefault(value, value);
  }

  /** The values that stand for others. */
  public List<Value> of(List<Value> values) {
    return values.stream().map(this::of).toList();
  }

  /** The attribute with values replaced. */
  public Attr of(Attr attribute) {
    return switch (attribute) {
      case Attr.Literal _, Attr.Number _ -> attribute;
      case Attr.SizeOf s -> new Attr.SizeOf(of(s.tensor()), s.dim());
      case Attr.Read r -> new Attr.Read(of(r.object()), r.member());
      case Attr.Arithmetic a -> arithmetic(a);
      case Attr.Parameter p -> numbers.getOrDefault(p.number(), new Attr.Parameter(of(p.number())));
      case Attr.Sizes s -> new Attr.Sizes(s.sizes().stream().map(this::of).toList());
      case Attr.ShapeOf s -> new Attr.ShapeOf(of(s.tensor()));
      case Attr.BroadcastOf b -> new Attr.BroadcastOf(b.tensors().stream().map(this::of).toList());
    };
  }

  private Attr arithmetic(Attr.Arithmetic attribute) {
    Attr left = of(attribute.left());
    Attr right = of(attribute.right());
    return left.equals(attribute.left()) && right.equals(attribute.right())
        ? attribute
        : Folding.of(attribute.operator(), left, right);
  }

  /** The node with operands, attributes and results replaced. */
  public Node of(Node node) {
    return switch (node) {
      case Node.Read r -> new Node.Read(of(r.object()), r.member(), of(r.result()), r.span());
      case Node.Apply a ->
          new Node.Apply(
              a.op(),
              of(a.operands()),
              a.attributes().stream().map(this::of).toList(),
              of(a.results()),
              a.span());
      case Node.CallModule c ->
          new Node.CallModule(
              of(c.module()), of(c.operands()), of(c.result()), c.callee(), c.hooks(), c.span());
    };
  }
}
