/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gradsmith.ir.scalar.RowExpression;
import org.gradsmith.ir.scalar.Scalar;

/** One row of the op table: everything that is known of an op, declared once. */
public final class Op {
  private final String name;
  private final List<Operand> operands;
  private final List<AttributeSpec> attributes;
  private final List<DTypeRule> results;
  private final int differentiableResults;
  private final ShapeRule shapeRule;
  private final Optional<Scalar> expression;
  private final Optional<RowExpression> rows;
  private final boolean view;
  private final String kink;
  private final List<Sample> samples;
  private final boolean variadic;
  private final boolean elementwise;
  private final Batching batching;

  private Op(Builder b) {
    this.name = b.name;
    this.operands = List.copyOf(b.operands);
    this.attributes = List.copyOf(b.attributes);
    this.results = List.copyOf(b.results);
    this.differentiableResults = b.differentiableResults;
    this.shapeRule =
        b.shapeRule.orElseThrow(() -> new IllegalStateException(b.name + " has no shape rule"));
    this.expression = b.expression;
    this.rows = b.rows;
    this.view = b.view;
    this.kink = b.kink;
    this.samples = List.copyOf(b.samples);
    this.variadic = !operands.isEmpty() && operands.getLast().variadic();
    this.elementwise =
        expression.isPresent()
            && results.size() == 1
            && !view
            && attributes.stream().allMatch(a -> a.kind() == AttributeSpec.Kind.NUMBER);
    this.batching = b.batching.orElse(elementwise ? Batching.BROADCAST : Batching.LOOP);
    for (Operand operand : operands) {
      if (operand.jvp().orElse(null) instanceof Derivatives.LinearJvp linear) {
        linear.belongsTo(this);
      }
    }
  }

  /** The op's name: that of its method in the tensor API where it has one. */
  public String name() {
    return name;
  }

  public List<Operand> operands() {
    return operands;
  }

  /** The row of operand {@code index}; all operands at a variadic place share one. */
  public Operand operand(int index) {
    return operands.get(row(index));
  }

  /** The place in {@link #operands} of operand {@code index}. */
  public int row(int index) {
    return variadic ? Math.min(index, operands.size() - 1) : index;
  }

  /** Whether the last operand stands for any number of operands. */
  public boolean isVariadic() {
    return variadic;
  }

  /** The rule that makes the cotangent of operand {@code index}; empty where no gradient flows. */
  public Optional<Vjp> vjp(int index) {
    Optional<Vjp> rule = operand(index).vjp();
    if (rule.isPresent() && rule.get() instanceof Derivatives.AtIndex at) {
      return Optional.of(new Derivatives.AtIndex(at.rule(), index));
    }
    return rule;
  }

  /**
   * Whether the op is differentiable at all: some operand has a rule. The op then is linear in all
   * operands together if it is variadic.
   */
  public boolean isDifferentiable() {
    return operands.stream().anyMatch(Operand::isActive);
  }

  /** How many results carry gradients, from the first on. */
  public int differentiableResults() {
    return differentiableResults;
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

  /** What is computed of each row, if the op works on rows. */
  public Optional<RowExpression> rows() {
    return rows;
  }

  /**
   * Whether operands of one shape always give a result of that shape: the op is pointwise and its
   * attributes are nothing but numbers in its expression.
   */
  public boolean isElementwise() {
    return elementwise;
  }

  /** How the op runs on a batch of examples at once. */
  public Batching batching() {
    return batching;
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
    private Optional<RowExpression> rows = Optional.empty();
    private Optional<Batching> batching = Optional.empty();
    private int differentiableResults = 1;
    private boolean view;
    private String kink = "";

    private Builder(String name) {
      this.name = name;
    }

    /** A differentiable operand whose forward derivative is found by transposing its rule. */
    Builder operand(String operand, Vjp vjp) {
      return add(Operand.active(operand, vjp, Optional.empty()));
    }

    Builder operand(String operand, Vjp vjp, Jvp jvp) {
      return add(Operand.active(operand, vjp, Optional.of(jvp)));
    }

    Builder optionalOperand(String operand, Vjp vjp) {
      return add(Operand.active(operand, vjp, Optional.empty()).asOptional());
    }

    /** An operand of the result's shape, for an op that works element by element. */
    Builder elementwise(String operand, Partial partial) {
      return add(
          Operand.active(
              operand,
              new Derivatives.ElementwiseVjp(partial),
              Optional.of(new Derivatives.ElementwiseJvp(partial))));
    }

    /** An operand that broadcasts, for an op that works element by element. */
    Builder broadcasting(String operand, Partial partial) {
      return add(
          Operand.active(
              operand,
              new Derivatives.BroadcastingVjp(partial, operands.size()),
              Optional.of(new Derivatives.BroadcastingJvp(partial))));
    }

    /** An operand in which the op is linear while the others stand still. */
    Builder linear(String operand, Vjp vjp) {
      return add(
          Operand.active(operand, vjp, Optional.of(new Derivatives.LinearJvp(operands.size()))));
    }

    /** Any number of operands, the last ones; the op is linear in all of them together. */
    Builder variadic(String operand, VariadicVjp vjp) {
      Vjp first = new Derivatives.AtIndex(vjp, operands.size());
      Operand row = Operand.active(operand, first, Optional.empty());
      return add(row.asVariadic(first, new Derivatives.JoinedJvp()));
    }

    /** An operand without derivative whose dtype takes part in the promotion. */
    Builder passive(String operand, String reason) {
      return add(Operand.inactive(operand, true, reason));
    }

    /** An operand without derivative whose dtype is its own affair: indices, masks. */
    Builder passiveOperand(String operand, String reason) {
      return add(Operand.inactive(operand, false, reason));
    }

    private Builder add(Operand operand) {
      operands.add(operand);
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

    /** The first result carries gradients, the later ones are hidden or indices. */
    Builder result(DTypeRule dtype) {
      results.add(dtype);
      return this;
    }

    /** A result behind the first that carries gradients too. */
    Builder differentiableResult(DTypeRule dtype) {
      if (results.size() != differentiableResults) {
        throw new IllegalStateException(name + ": differentiable results come first");
      }
      differentiableResults++;
      return result(dtype);
    }

    Builder shape(ShapeRule rule) {
      shapeRule = Optional.of(rule);
      return this;
    }

    Builder pointwise(Scalar scalar) {
      expression = Optional.of(scalar);
      return this;
    }

    /**
     * What is computed of each row: the elements along the dimension that attribute {@code dim}
     * names, or along the last one.
     */
    Builder rows(RowExpression expression) {
      rows = Optional.of(expression);
      return this;
    }

    Builder batching(Batching rule) {
      batching = Optional.of(rule);
      return this;
    }

    Builder batching(BatchingRule rule) {
      return batching(Batching.own(rule));
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
