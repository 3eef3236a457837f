/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.ScalarDerivatives;
import org.gradsmith.ir.flow.ScalarRules;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.ir.scalar.Scalar;

/**
 * The tangent of a number that is computed from numbers: the sum of its gradients with the
 * operands' tangents in the place of the cotangent, in which gradients are linear.
 */
final class TangentOfNumbers {
  private static final Scalar ZERO = Scalar.constant(0);

  private final Names names;
  private final Set<Variable> active;
  private final boolean differentiable;

  TangentOfNumbers(Names names, Set<Variable> active, boolean differentiable) {
    this.names = names;
    this.active = active;
    this.differentiable = differentiable;
  }

  /** The tangent, with gradients of its own if they are asked for; empty where it is zero. */
  Optional<Expression> of(Expression.Compute compute, Variable target) {
    List<Variable> primals = new ArrayList<>(compute.operands());
    boolean readsResult =
        compute.gradients().stream()
            .flatMap(Optional::stream)
            .anyMatch(g -> ScalarDerivatives.reads(g, primals.size()));
    List<Scalar> places = new ArrayList<>();
    for (int i = 0; i <= primals.size(); i++) {
      places.add(Scalar.operand(i));
    }
    if (readsResult) {
      primals.add(target);
    }
    List<Variable> operands = new ArrayList<>(primals);
    List<Term> terms = new ArrayList<>();
    for (int i = 0; i < compute.operands().size(); i++) {
      Variable operand = compute.operands().get(i);
      Optional<Scalar> gradient = compute.gradients().get(i);
      if (gradient.isPresent() && active.contains(operand)) {
        terms.add(new Term(gradient.get(), places, operands.size()));
        operands.add(names.dot(operand));
      }
    }
    if (terms.isEmpty()) {
      return Optional.empty();
    }
    Code value = ScalarText.of(sum(terms), operands.stream().map(Code::of).toList());
    Code typed =
        Names.unboxed(target).equals("float")
            ? Code.builder().text("(float) (").code(value).text(")").build()
            : value;
    return Optional.of(
        new Expression.Compute(
            operands,
            typed,
            differentiable ? gradients(terms, primals, operands.size()) : none(operands)));
  }

  private static Scalar sum(List<Term> terms) {
    Optional<Scalar> sum = Optional.empty();
    for (Term term : terms) {
      sum = ScalarDerivatives.plus(sum, Optional.of(term.value()));
    }
    return sum.orElseThrow();
  }

  private static List<Optional<Scalar>> none(List<Variable> operands) {
    return operands.stream().map(_ -> Optional.<Scalar>empty()).toList();
  }

  private List<Optional<Scalar>> gradients(
      List<Term> terms, List<Variable> primals, int operandCount) {
    Scalar cotangent = Scalar.operand(operandCount + 1);
    List<Optional<Scalar>> gradients = new ArrayList<>();
    for (int i = 0; i < primals.size(); i++) {
      Optional<Scalar> sum = Optional.empty();
      if (active.contains(primals.get(i))) {
        for (Term term : terms) {
          sum = ScalarDerivatives.plus(sum, term.gradient(i, cotangent));
        }
      }
      gradients.add(sum);
    }
    terms.forEach(term -> gradients.add(Optional.of(term.along(cotangent))));
    return gradients;
  }

  /**
   * What one operand's tangent adds.
   *
   * @param gradient the gradient of the operand, over operands, result and cotangent
   * @param places the operands and the result
   * @param dot the place of the operand's tangent
   */
  private record Term(Scalar gradient, List<Scalar> places, int dot) {
    /** The gradient with another cotangent. */
    Scalar along(Scalar cotangent) {
      List<Scalar> all = new ArrayList<>(places);
      all.add(cotangent);
      return ScalarRules.substitute(gradient, all, List.of());
    }

    Scalar value() {
      return guarded(along(Scalar.operand(dot)));
    }

    Optional<Scalar> gradient(int operand, Scalar cotangent) {
      return ScalarDerivatives.gradient(along(Scalar.operand(dot)), operand, cotangent)
          .map(this::guarded);
    }

    /** Nothing moves in this direction: zero, whatever the derivative is. */
    private Scalar guarded(Scalar term) {
      return ScalarText.canBlowUp(term)
          ? Scalar.ifEqual(Scalar.operand(dot), ZERO, ZERO, term)
          : term;
    }
  }
}
