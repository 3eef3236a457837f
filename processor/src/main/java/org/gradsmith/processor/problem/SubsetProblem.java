/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.problem;

/** AD1xx: Java that differentiable methods cannot use. */
public sealed interface SubsetProblem extends Problem {
  /**
   * A statement outside the subset.
   *
   * @param construct the statement in words: {@code a 'while' loop}
   * @param remedy what to write instead, as a sentence
   */
  record UnsupportedStatement(Place place, String construct, String remedy)
      implements SubsetProblem {
    @Override
    public String code() {
      return "AD101";
    }

    @Override
    public String message() {
      return "%s is not supported in a @Differentiable method. %s".formatted(construct, remedy);
    }
  }

  /**
   * An expression outside the subset.
   *
   * @param construct the expression in words: {@code the lambda 't -> t.relu()'}
   * @param why the reason, as the rest of a sentence
   * @param remedy what to write instead, as a sentence
   */
  record UnsupportedExpression(Place place, String construct, String why, String remedy)
      implements SubsetProblem {
    @Override
    public String code() {
      return "AD102";
    }

    @Override
    public String message() {
      return "%s is not supported in a @Differentiable method: %s. %s"
          .formatted(construct, why, remedy);
    }
  }

  /**
   * {@code ==}, {@code !=} or {@code equals} on tensors.
   *
   * @param comparison how the user compares: {@code ==}
   * @param left the left tensor as written
   * @param right the right one
   */
  record TensorComparison(Place place, String comparison, String left, String right)
      implements SubsetProblem {
    @Override
    public String code() {
      return "AD103";
    }

    @Override
    public String message() {
      return "'%s' asks whether '%s' and '%s' are the same object; it does not compare their elements. Write '%s.eq(%s)' for the element-wise comparison."
          .formatted(comparison, left, right, left, right);
    }
  }

  /**
   * A method that cannot be differentiated whatever its body.
   *
   * @param method its name
   * @param why what about its declaration, as the rest of a sentence
   * @param remedy what to write instead, as a sentence
   */
  record UnsupportedDeclaration(Place place, String method, String why, String remedy)
      implements SubsetProblem {
    @Override
    public String code() {
      return "AD104";
    }

    @Override
    public String message() {
      return "'%s' cannot be @Differentiable: %s. %s".formatted(method, why, remedy);
    }
  }

  /** A parameter whose numbers would have no derivative. */
  record UnsupportedParameter(Place place, String name, String type) implements SubsetProblem {
    @Override
    public String code() {
      return "AD105";
    }

    @Override
    public String message() {
      return "parameter '%s' is of type '%s': numbers in collections have no derivative. Make '%s' a double[] or a Tensor."
          .formatted(name, type, name);
    }
  }

  /**
   * A statement that is there for its effect.
   *
   * @param effect in words: {@code the assignment to field 'loss'}
   * @param remedy what to write instead, as a sentence
   */
  record Effect(Place place, String effect, String remedy) implements SubsetProblem {
    @Override
    public String code() {
      return "AD106";
    }

    @Override
    public String message() {
      return "%s is an effect that a @Differentiable method cannot have. %s"
          .formatted(effect, remedy);
    }
  }

  /**
   * A tensor that is written in place where the writes of the method are not seen.
   *
   * @param method the method that writes it
   */
  record WrittenInPlace(Place place, String method) implements SubsetProblem {
    @Override
    public String code() {
      return "AD107";
    }

    @Override
    public String message() {
      return "'%s' overwrites elements inside a lambda or as a method reference, where the generated code does not see it, and the gradient would be wrong. Call it in a loop of the method itself, or within noGrad()."
          .formatted(method);
    }
  }
}
