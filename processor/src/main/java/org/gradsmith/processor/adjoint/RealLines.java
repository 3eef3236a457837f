/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.ir.scalar.Scalar;

/** The reverse of assignments of numbers. */
final class RealLines {
  private final Names names;
  private final Set<Variable> active;
  private final Increments increments;

  RealLines(Names names, Set<Variable> active, Increments increments) {
    this.names = names;
    this.active = active;
    this.increments = increments;
  }

  /** The variable got another value, so what was gathered until here was not for the old one. */
  void killed(Statement.Assign assign, List<Line> lines) {
    if (active.contains(assign.target()) && !assign.declares()) {
      lines.add(new Line.Let(names.bar(assign.target()), Code.text("0"), false));
    }
  }

  /** An assignment of a number that was computed from numbers. */
  void assign(Statement.Assign assign, List<Line> lines) {
    Variable target = assign.target();
    if (!active.contains(target)) {
      return;
    }
    Variable cotangent = names.bar(target);
    boolean reads = assign.value().reads().contains(target);
    if (Increments.isSum(assign)) {
      contribute(assign, cotangent, lines);
    } else if (!assign.declares() && reads) {
      Variable taken = names.of(assign, "taken", target.name() + "Grad", target.type());
      lines.add(new Line.Let(taken, Code.of(cotangent), true));
      killed(assign, lines);
      contribute(assign, taken, lines);
    } else {
      contribute(assign, cotangent, lines);
      killed(assign, lines);
    }
  }

  private void contribute(Statement.Assign assign, Variable cotangent, List<Line> lines) {
    switch (assign.value()) {
      case Expression.Copy(Variable source) -> {
        if (active.contains(source)) {
          lines.add(new Line.Add(names.bar(source), Code.of(cotangent)));
        }
      }
      case Expression.Compute compute -> compute(assign, compute, cotangent, lines);
      case Expression.Plain _,
          Expression.NewArray _,
          Expression.Load _,
          Expression.Part _,
          Expression.Lift _ -> {}
    }
  }

  private void compute(
      Statement.Assign assign, Expression.Compute compute, Variable cotangent, List<Line> lines) {
    List<Code> places = new ArrayList<>();
    compute.operands().forEach(v -> places.add(Code.of(v)));
    places.add(Code.of(assign.target()));
    places.add(Code.of(cotangent));
    List<Line> adds = new ArrayList<>();
    boolean guarded = false;
    for (int i = 0; i < compute.operands().size(); i++) {
      Variable operand = compute.operands().get(i);
      Optional<Scalar> gradient = compute.gradients().get(i);
      if (active.contains(operand) && gradient.isPresent() && !increments.isOld(operand, assign)) {
        Code code = ScalarText.of(gradient.get(), places);
        guarded |= ScalarText.canBlowUp(gradient.get());
        adds.add(new Line.Add(names.bar(operand), code));
      }
    }
    if (guarded && !adds.isEmpty()) { // nothing depends on it: zero, whatever the derivative is
      Code asked = Code.builder().use(cotangent).text(" != 0").build();
      lines.add(new Line.Choose(asked, adds, List.of()));
    } else {
      lines.addAll(adds);
    }
  }
}
