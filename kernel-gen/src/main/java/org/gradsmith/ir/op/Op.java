/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gradsmith.ir.scalar.Scalar;

/** One row of the op table: everything that is known of an op, declared once. */
public final class Op {
  private final String name;
  private final List<Operand> operands;
  private final List<AttributeSpec> attributes;
  private final List<DTypeRule> results;
  private final ShapeRule shapeRule;
  private final Optional<Scalar> expression;
  private final boolean view;
  private final String kink;
  private final List<Sample> samples;

  private Op(Builder b) {
    this.name = b.name;
    this.operands = List.copyOf(b.operands);
    this.attributes = List.copyOf(b.attributes);
    this.results = List.copyOf(b.results);
    this.shapeRule =
        b.shapeRule.orElseThrow(() -> new IllegalStateException(b.name + " has no shape rule"));
    this.expression = b.expression;
    this.view = b.view;
    this.kink = b.kink;
    this.samples = List.copyOf(b.samples);
  }

  /** The op's name: that of its method in the tensor API where it has one. */
  public String name() {
    return name;
  }

  public List<Operand> operands() {
    return operands;
  }

  public List<AttributeSpec> attributes() {
    return attributes;
  }

  /** Dtype of each result. The first is what the user sees; the others are hidden. */
  public List<DTypeRule> results() {
    return results;
  }

  public ShapeRule shapeRule() {
    return shapeRule;
  }

  /** The pointwise expression, if the op is pointwise. */
  public Optional<Scalar> expression() {
    return expression;
  }

  /** Whether the result may share the storage of operand 0. */
  public boolean isView() {
    return view;
  }

  /** What the derivative is where the function has none; empty where it is smooth. */
  public String kink() {
    return kink;
  }

  /** Operands on which tests try the op. */
  public List<Sample> samples() {
    return samples;
  }

  @Override
  public String toString() {
    return name;
  }

  static Builder named(String name) {
    return new Builder(name);
  }

  /** Collects the parts of a row, in the order in which they are read. */
  static final class Builder {
    private final String name;
    private final List<Operand> operands = new ArrayList<>();
    private final List<AttributeSpec> attributes = new ArrayList<>();
    private final List<DTypeRule> results = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();
    private Optional<ShapeRule> shapeRule = Optional.empty();
    private Optional<Scalar> expression = Optional.empty();
    private boolean view;
    private String kink = "";

    private Builder(String name) {
      this.name = name;
    }

    Builder operand(String operand, Vjp vjp) {
      operands.add(new Operand(operand, false, Optional.of(vjp), ""));
      return this;
    }

    Builder optionalOperand(String operand, Vjp vjp) {
      operands.add(new Operand(operand, true, Optional.of(vjp), ""));
      return this;
    }

    Builder passiveOperand(String operand, String reason) {
      operands.add(new Operand(operand, false, Optional.empty(), reason));
      return this;
    }

    Builder attribute(String attribute, AttributeSpec.Kind kind) {
      attributes.add(new AttributeSpec(attribute, kind, Optional.empty()));
      return this;
    }

    Builder attribute(String attribute, AttributeSpec.Kind kind, AttributeSpec.Standard standard) {
      attributes.add(new AttributeSpec(attribute, kind, Optional.of(standard)));
      return this;
    }

    Builder result(DTypeRule dtype) {
      results.add(dtype);
      return this;
    }

    Builder shape(ShapeRule rule) {
      shapeRule = Optional.of(rule);
      return this;
    }

    Builder pointwise(Scalar scalar) {
      expression = Optional.of(scalar);
      return this;
    }

    Builder view() {
      view = true;
      return this;
    }

    Builder kink(String text) {
      kink = text;
      return this;
    }

    Builder sample(Sample sample) {
      samples.add(sample);
      return this;
    }

    Op build() {
      return new Op(this);
    }
  }
}
