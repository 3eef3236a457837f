/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Variable;

/**
 * A derivative that the user has written of a method.
 *
 * @param method the method as callers see it: its parameters, an object first; without a body
 * @param differentiable the parameters that have gradients
 * @param target the method itself
 * @param gradients what computes the gradients
 * @param takesResult whether that is given the result before the cotangent
 * @param form how it returns them
 * @param tangent what computes the tangent of the result
 */
public record Rule(
    FlowMethod method,
    List<Variable> differentiable,
    Target target,
    Routine gradients,
    boolean takesResult,
    Form form,
    Optional<Routine> tangent) {
  /** What the class of a rule has behind the name of the derivative's class. */
  public static final String SUFFIX = "__rule";

  public Rule {
    differentiable = List.copyOf(differentiable);
  }

  /**
   * The method that the rule is about.
   *
   * @param owner canonical name of its class
   */
  public record Target(String owner, String name, boolean isStatic) {
    /** A call of it. */
    Code call(List<Code> arguments) {
      Code.Builder code = Code.builder();
      if (isStatic) {
        code.type(owner);
      } else {
        code.code(arguments.getFirst());
      }
      code.text("." + name + "(");
      String separator = "";
      for (Code argument : isStatic ? arguments : arguments.subList(1, arguments.size())) {
        code.text(separator).code(argument);
        separator = ", ";
      }
      return code.text(")").impure().build();
    }

    /** Class and method as users name them. */
    String displayName() {
      return owner.substring(owner.lastIndexOf('.') + 1) + "." + name;
    }
  }

  /**
   * A method that the user has written.
   *
   * @param owner canonical name of its class
   * @param sweep canonical name of the class generated for it, if it is differentiable itself
   */
  public record Routine(String owner, String name, Optional<String> sweep) {
    Code call(List<Code> arguments) {
      return new Target(owner, name, true).call(arguments);
    }

    /** Class and method as users name them. */
    String displayName() {
      return new Target(owner, name, true).displayName();
    }
  }

  /** How several gradients are returned. */
  public sealed interface Form {}

  /** The only one, as it is. */
  public record One() implements Form {}

  /** All in an array of that type. */
  public record Listed(String type) implements Form {}

  /** As the components of a record. */
  public record Parts(String type, List<String> accessors) implements Form {
    public Parts {
      accessors = List.copyOf(accessors);
    }
  }

  /** What the method returns. */
  Variable result() {
    return method.result().orElseThrow();
  }

  List<Code> arguments(Function<Variable, Code> argument) {
    return method.parameters().stream().map(argument).toList();
  }

  /** The gradient of a differentiable parameter, out of what {@code gradients} has returned. */
  Code part(Code returned, int index) {
    return switch (form) {
      case One _ -> returned;
      case Listed _ -> Code.builder().code(returned).text("[" + index + "]").impure().build();
      case Parts(String _, List<String> accessors) ->
          Code.builder().code(returned).text("." + accessors.get(index) + "()").impure().build();
    };
  }

  /** The type in which several gradients are returned; empty for a single one. */
  Optional<String> listedType() {
    return switch (form) {
      case One _ -> Optional.empty();
      case Listed(String type) -> Optional.of(type);
      case Parts(String type, List<String> _) -> Optional.of(type);
    };
  }
}
