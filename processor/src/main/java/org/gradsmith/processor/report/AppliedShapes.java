/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.report;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.op.ShapeCall;
import org.gradsmith.ir.op.UnknownShape;
import org.gradsmith.processor.shape.Dim;

/** The shape rule's view of one op of a method with control flow, whose attributes are Java. */
final class AppliedShapes implements ShapeCall<Dim> {
  private final Statement.Apply apply;
  private final JavaSizes.Names names;
  private int unknowns;

  AppliedShapes(Statement.Apply apply, JavaSizes.Names names) {
    this.apply = apply;
    this.names = names;
  }

  private Dim known(Optional<Dim> size) {
    return size.orElseGet(() -> Dim.named(FlowShapes.UNKNOWN + "a" + ++unknowns));
  }

  private String attribute(int index) {
    return apply.attributes().get(index).toString();
  }

  @Override
  public List<Dim> operand(int index) {
    return apply
        .operands()
        .get(index)
        .flatMap(v -> names.shape(v.name()))
        .orElseThrow(UnknownShape::new);
  }

  @Override
  public int operandCount() {
    return apply.operands().size();
  }

  @Override
  public boolean present(int index) {
    return apply.operands().get(index).isPresent();
  }

  @Override
  public Dim size(int index) {
    return known(JavaSizes.size(attribute(index), names));
  }

  @Override
  public long constant(int index) {
    OptionalLong value =
        JavaSizes.size(attribute(index), names).map(Dim::value).orElse(OptionalLong.empty());
    return value.orElseThrow(UnknownShape::new);
  }

  @Override
  public List<Dim> sizes(int index) {
    return JavaSizes.sizes(attribute(index), names).orElseThrow(UnknownShape::new).stream()
        .map(this::known)
        .toList();
  }
}
