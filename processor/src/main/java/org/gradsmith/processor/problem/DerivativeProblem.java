/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.problem;

/** AD3xx: values whose derivative is not known. */
public sealed interface DerivativeProblem extends Problem {
  /**
   * A call of a method that nothing is known about.
   *
   * @param method its name
   * @param owner simple name of the class that declares it
   */
  record NoDerivative(Place place, String method, String owner) implements DerivativeProblem {
    @Override
    public String code() {
      return "AD301";
    }

    @Override
    public String message() {
      return "no derivative known for '%s' of '%s'. Annotate it with @Differentiable, write its operations here, or give it a derivative as a Function."
          .formatted(method, owner);
    }
  }

  /**
   * A number read out of a tensor.
   *
   * @param tensor the tensor as written
   * @param method the method that reads it
   */
  record GradientLost(Place place, String tensor, String method) implements DerivativeProblem {
    @Override
    public String code() {
      return "AD302";
    }

    @Override
    public String message() {
      return "the gradient is lost at '%s': it reads plain numbers out of '%s', and no derivative flows through them. Stay in Tensor operations, or read the numbers outside the @Differentiable method."
          .formatted(method, tensor);
    }
  }

  /**
   * A {@code @NonDifferentiable} method or field in a straight line.
   *
   * @param method its name
   * @param reason what its annotation says
   */
  record NotDifferentiable(Place place, String method, String reason) implements DerivativeProblem {
    @Override
    public String code() {
      return "AD303";
    }

    @Override
    public String message() {
      return "'%s' is @NonDifferentiable%s, and constants of that kind are not supported in a @Differentiable method yet. Compute it outside and keep the result in a field of the module."
          .formatted(method, reason.isEmpty() ? "" : " (" + reason + ")");
    }
  }

  /**
   * A method that calls itself.
   *
   * @param method its name
   * @param through the class through which the call comes back
   */
  record Recursion(Place place, String method, String through) implements DerivativeProblem {
    @Override
    public String code() {
      return "AD304";
    }

    @Override
    public String message() {
      return "'%s' calls itself through '%s': recursion cannot be differentiated yet. Leave @Differentiable off, so that the tape differentiates it."
          .formatted(method, through);
    }
  }

  /**
   * A method that is said to be a derivative and cannot be.
   *
   * @param method its name
   * @param why what about it, as the rest of a sentence
   * @param remedy what to write instead, as a sentence
   */
  record UnfitDerivative(Place place, String method, String why, String remedy)
      implements DerivativeProblem {
    @Override
    public String code() {
      return "AD305";
    }

    @Override
    public String message() {
      return "'%s' cannot be a @Derivative: %s. %s".formatted(method, why, remedy);
    }
  }
}
