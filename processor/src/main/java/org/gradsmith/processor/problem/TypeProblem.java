/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.problem;

/** AD2xx: types, shapes and sizes that do not fit or are not known. */
public sealed interface TypeProblem extends Problem {
  /**
   * Operands that provably do not fit.
   *
   * @param call the call as written: {@code fc1.call(h)}
   * @param reason what was found and what would fit
   */
  record ShapeMismatch(Place place, String call, String reason) implements TypeProblem {
    @Override
    public String code() {
      return "AD201";
    }

    @Override
    public String message() {
      return "'%s' cannot work: %s.".formatted(call, reason);
    }
  }

  /**
   * A {@code @Shape} that cannot be read.
   *
   * @param text what stands there
   * @param reason what is wrong with it
   */
  record BadShapeText(Place place, String text, String reason) implements TypeProblem {
    @Override
    public String code() {
      return "AD202";
    }

    @Override
    public String message() {
      return "@Shape(\"%s\") cannot be read: %s. Write one entry per dimension, each a number or a name: \"N, 1, 28, 28\"."
          .formatted(text, reason);
    }
  }

  /**
   * An argument whose value cannot be followed.
   *
   * @param expression the argument as written
   * @param wanted what was expected: {@code a constant dimension}
   * @param remedy what to write instead, as a sentence
   */
  record UnknownArgument(Place place, String expression, String wanted, String remedy)
      implements TypeProblem {
    @Override
    public String code() {
      return "AD203";
    }

    @Override
    public String message() {
      return "'%s' is not %s that the compiler can follow. %s"
          .formatted(expression, wanted, remedy);
    }
  }

  /**
   * An API method that does not fit the op table of this processor.
   *
   * @param method the method called
   * @param op the row it names
   * @param reason how the two differ
   */
  record UnknownOp(Place place, String method, String op, String reason) implements TypeProblem {
    @Override
    public String code() {
      return "AD204";
    }

    @Override
    public String message() {
      return "'%s' stands for the op '%s', but %s: runtime and processor are of different versions. Give both the same version in the build."
          .formatted(method, op, reason);
    }
  }

  /**
   * A member that generated code could not read.
   *
   * @param member its name
   * @param why the reason, as the rest of a sentence
   * @param remedy what to write instead, as a sentence
   */
  record UnreadableMember(Place place, String member, String why, String remedy)
      implements TypeProblem {
    @Override
    public String code() {
      return "AD205";
    }

    @Override
    public String message() {
      return "'%s' cannot be read by the generated class: %s. %s".formatted(member, why, remedy);
    }
  }

  /**
   * A value of a type that straight-line tensor code has no use for.
   *
   * @param expression the value as written
   * @param type its type
   * @param remedy what to write instead, as a sentence
   */
  record UnsupportedType(Place place, String expression, String type, String remedy)
      implements TypeProblem {
    @Override
    public String code() {
      return "AD206";
    }

    @Override
    public String message() {
      return "'%s' is of type '%s'; a @Differentiable method works on tensors, modules and integers. %s"
          .formatted(expression, type, remedy);
    }
  }
}
