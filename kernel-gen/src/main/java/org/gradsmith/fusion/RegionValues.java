/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.fusion;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.pass.Names;
import org.gradsmith.ir.scalar.Scalar;

/** What a region reads and makes, as expressions of its inputs and of reductions of rows. */
final class RegionValues {
  /** Expressions name reductions by operands from this one on. */
  static final int FIRST_REDUCTION = 1 << 20;

  /**
   * How a tensor is read.
   *
   * @param kind the kind of input that it is in the region's kernel
   * @param absent what it counts as where it is absent
   */
  record Use(Value value, Enum<?> kind, double absent) {
    Use(Value value, Enum<?> kind) {
      this(value, kind, Double.NaN);
    }
  }

  /** A value whose elements have still to be summed to the shape of another value. */
  record Pending(Scalar terms, Value target) {}

  /** A number that all elements, or what all rows have an element of, are reduced to. */
  record Total(Scalar terms, boolean isMean) {}

  final Map<Value, Scalar> elements = new LinkedHashMap<>();
  final Map<Value, Pending> pending = new LinkedHashMap<>();

  /** Sums along channels, or over all rows. */
  final Map<Value, Scalar> sums = new LinkedHashMap<>();

  final Map<Value, Total> totals = new LinkedHashMap<>();

  final Names names = new Names();
  private final Map<Use, Integer> inputs = new LinkedHashMap<>();
  private final List<String> inputNames = new ArrayList<>();

  boolean makes(Value value) {
    return hasElementsOf(value) || isThereAtTheEnd(value);
  }

  /** Whether the value is a sum or mean, which is not there before all of its terms are. */
  boolean isThereAtTheEnd(Value value) {
    return sums.containsKey(value) || totals.containsKey(value);
  }

  /** Whether the value's elements can be used inside the region. */
  boolean hasElementsOf(Value value) {
    return elements.containsKey(value) || pending.containsKey(value);
  }

  /** A value that the region makes: its elements, or the terms of a sum. */
  Scalar expression(Value value) {
    Scalar element = elements.get(value);
    if (element != null) {
      return element;
    }
    Pending sum = pending.get(value);
    if (sum != null) {
      return sum.terms();
    }
    Total total = totals.get(value);
    return total != null
        ? total.terms()
        : Objects.requireNonNull(sums.get(value), () -> "nothing makes " + value);
  }

  /** The inputs, in the order in which expressions number them. */
  List<Use> inputs() {
    return List.copyOf(inputs.keySet());
  }

  /** What an input is called. */
  String inputName(int input) {
    return inputNames.get(input);
  }

  /**
   * An operand of a step, as an expression.
   *
   * @param use how it is read if it comes from outside
   */
  Scalar element(Node.Apply node, int operand, Use use) {
    Scalar inside = elements.get(use.value());
    if (inside != null) {
      return inside;
    }
    Pending sum = pending.get(use.value());
    if (sum != null) {
      return sum.terms();
    }
    return Scalar.operand(inputs.computeIfAbsent(use, _ -> name(node, operand)));
  }

  private int name(Node.Apply node, int operand) {
    inputNames.add(names.fresh(node.op().operands().get(operand).name()));
    return inputNames.size() - 1;
  }

  /** An expression of an op of the table, over a step's operands and attributes. */
  static Scalar applied(Scalar expression, Node.Apply node, List<Scalar> operands) {
    return expression.mapLeaves(leaf ->
        switch (leaf) {
          case Scalar.Operand(int index) -> operands.get(index);
          case Scalar.Attribute(int index) ->
              Scalar.constant(FusibleOps.number(node.attributes().get(index)).orElseThrow());
          case Scalar.Constant _,
              Scalar.Unary _,
              Scalar.Binary _,
              Scalar.IfLess _,
              Scalar.IfEqual _ ->
              leaf;
        });
  }
}
