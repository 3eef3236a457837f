/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;

/** The reverse of what a method does with elements of arrays and components of records. */
final class ElementLines {
  private final Names names;
  private final Set<Variable> active;
  private final Set<Variable> once;
  private final Increments increments;

  ElementLines(Names names, Set<Variable> active, Set<Variable> once, Increments increments) {
    this.names = names;
    this.active = active;
    this.once = once;
    this.increments = increments;
  }

  /** An element is written: its adjoint is the number's, and nothing depends on the old one. */
  Reverse.Both store(Statement.Store store) {
    List<Line> reverse = new ArrayList<>();
    Code element = element(store.array(), store.index());
    if (active.contains(store.value())) {
      reverse.add(new Line.Add(names.bar(store.value()), element));
    }
    if (!increments.isPart(store)) {
      reverse.add(new Line.Do(Code.builder().code(element).text(" = 0").build()));
    }
    return new Reverse.Both(List.of(PrimalText.store(store)), reverse);
  }

  /** A number was read from an array. */
  void load(Statement.Assign assign, Expression.Load load, List<Line> lines) {
    if (active.contains(assign.target()) && !increments.isPart(assign)) {
      Variable bar = names.bar(assign.target());
      lines.add(
          once.contains(load.array())
              ? new Line.AddElement(names.shadow(load.array()), load.index(), Code.of(bar))
              : added(element(load.array(), load.index()), bar));
    }
  }

  /** A number was read from a record. */
  void part(Statement.Assign assign, Expression.Part part, List<Line> lines) {
    if (active.contains(assign.target())) {
      lines.add(added(component(part.holder(), part.index()), names.bar(assign.target())));
    }
  }

  /** A record was made with a number. */
  Reverse.Both hold(Statement.Hold hold) {
    if (!active.contains(hold.number())) {
      return Reverse.Both.forward(List.of());
    }
    String cast = hold.number().type().equals("float") ? "(float) " : "";
    Code bar = Code.builder().text(cast).code(component(hold.holder(), hold.index())).build();
    return new Reverse.Both(List.of(), List.of(new Line.Add(names.bar(hold.number()), bar)));
  }

  private static Line added(Code place, Variable bar) {
    return new Line.Do(Code.builder().code(place).text(" += ").use(bar).build());
  }

  /** The adjoint of an element. */
  private Code element(Variable array, Code index) {
    Code.Builder code = Code.builder();
    if (once.contains(array)) {
      code.use(names.shadow(array));
    } else {
      code.text("flow.shadow(").use(array).text(")");
    }
    return code.text("[").code(index).text("]").build();
  }

  /** The adjoint of a record's component. */
  private static Code component(Variable holder, int index) {
    return Code.builder().text("flow.parts(").use(holder).text(")[" + index + "]").build();
  }
}
