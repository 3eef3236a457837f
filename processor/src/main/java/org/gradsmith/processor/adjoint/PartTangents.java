/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.List;
import java.util.Optional;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.ir.scalar.Scalar;

/** The tangents of a record's numbers: an array beside the record, found by identity. */
final class PartTangents {
  private static final List<Optional<Scalar>> IDENTITY = List.of(Optional.of(Scalar.operand(2)));

  private final Names names;

  PartTangents(Names names) {
    this.names = names;
  }

  /** The array of a record's tangents, in a new variable that belongs to a statement. */
  Variable of(Variable holder, Statement user, List<Statement> out) {
    String key = "parts " + names.of(user, "parts", holder.name() + "Dots", "double[]").name();
    Variable dots = names.extra(key, holder.name() + "Dots", Variable.Kind.ARRAY, "double[]");
    Code code =
        Code.builder().text("flow.direction().parts(").use(holder).text(")").impure().build();
    out.add(new Statement.Assign(dots, new Expression.Plain(code), true, user.span()));
    return dots;
  }

  /** Reads the tangent of a component. */
  void read(Expression.Part part, Statement.Assign assign, List<Statement> out) {
    Variable dots = of(part.holder(), assign, out);
    Variable dot = names.dot(assign.target());
    Expression element = new Expression.Load(dots, Code.text(Integer.toString(part.index())));
    if (dot.type().equals("double")) {
      out.add(new Statement.Assign(dot, element, assign.declares(), assign.span()));
      return;
    }
    Variable wide =
        names.extra("wide " + dots.name(), dot.name() + "Wide", Variable.Kind.REAL, "double");
    out.add(new Statement.Assign(wide, element, true, assign.span()));
    Code narrow = Code.builder().text("(" + dot.type() + ") ").use(wide).build();
    Expression narrowed = new Expression.Compute(List.of(wide), narrow, IDENTITY);
    out.add(new Statement.Assign(dot, narrowed, assign.declares(), assign.span()));
  }
}
