/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.flow;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gradsmith.ir.scalar.Scalar;

/** What is assigned to a variable. */
public sealed interface Expression {
  /** The variables it reads. */
  Set<Variable> reads();

  /** Java without derivative: a constant, an integer, an object, a tensor taken from somewhere. */
  record Plain(Code code) implements Expression {
    @Override
    public Set<Variable> reads() {
      return code.reads();
    }
  }

  /** A new array of numbers, which nothing else refers to yet. */
  record NewArray(Code code) implements Expression {
    @Override
    public Set<Variable> reads() {
      return code.reads();
    }
  }

  /** The value of another variable. */
  record Copy(Variable source) implements Expression {
    @Override
    public Set<Variable> reads() {
      return Set.of(source);
    }
  }

  /**
   * A number computed from numbers.
   *
   * @param operands what it is computed from
   * @param value how the user's body computes it
   * @param gradients for each operand the product of the cotangent with the partial derivative, as
   *     an expression over operands 0 to n-1, the result (operand n) and the cotangent (operand
   *     n+1); empty where no gradient flows
   */
  record Compute(List<Variable> operands, Code value, List<Optional<Scalar>> gradients)
      implements Expression {
    public Compute {
      operands = List.copyOf(operands);
      gradients = List.copyOf(gradients);
    }

    @Override
    public Set<Variable> reads() {
      Set<Variable> reads = new LinkedHashSet<>(value.reads());
      reads.addAll(operands);
      return reads;
    }
  }

  /** An element of an array of numbers. */
  record Load(Variable array, Code index) implements Expression {
    @Override
    public Set<Variable> reads() {
      Set<Variable> reads = new LinkedHashSet<>(index.reads());
      reads.add(array);
      return reads;
    }
  }

  /**
   * A number that is a component of a record.
   *
   * @param index the component, counted from 0 among all components
   * @param value how it is read
   */
  record Part(Variable holder, int index, Code value) implements Expression {
    @Override
    public Set<Variable> reads() {
      Set<Variable> reads = new LinkedHashSet<>(value.reads());
      reads.add(holder);
      return reads;
    }
  }

  /**
   * A tensor made of numbers, one that the reverse sweep can take apart: 0-d of one number.
   *
   * @param tangent the number that is the tensor's tangent, where it has one
   */
  record Lift(Variable number, Optional<Variable> tangent, Code value) implements Expression {
    @Override
    public Set<Variable> reads() {
      Set<Variable> reads = new LinkedHashSet<>(value.reads());
      reads.add(number);
      tangent.ifPresent(reads::add);
      return reads;
    }
  }
}
