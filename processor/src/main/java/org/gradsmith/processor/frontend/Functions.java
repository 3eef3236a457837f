/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;
import org.gradsmith.annotation.Checkpoint;
import org.gradsmith.ir.Value;

/**
 * Which methods are functions of tensors that may become part of their callers: no other body can
 * run in their place, and all that they are given is tensors and numbers.
 */
final class Functions {
  private Functions() {}

  static boolean isFunction(ExecutableElement method) {
    return Api.isDifferentiable(method)
        && Api.isTensor(method.getReturnType())
        && (method.getModifiers().contains(Modifier.STATIC) || Api.isTensorMethod(method))
        && !method.isVarArgs()
        && !Constants.isConstant(method)
        && Api.mirror(method, Checkpoint.class).isEmpty()
        && method.getParameters().stream().allMatch(Functions::isTaken);
  }

  private static boolean isTaken(VariableElement parameter) {
    return (Api.isTensor(parameter.asType()) || number(parameter.asType()).isPresent())
        && !Constants.isConstant(parameter);
  }

  /** The kind of number that a type is of. */
  static Optional<Value.Type.Kind> number(TypeMirror type) {
    return switch (type.getKind()) {
      case BOOLEAN -> Optional.of(Value.Type.Kind.BOOLEAN);
      case INT -> Optional.of(Value.Type.Kind.INT);
      case LONG -> Optional.of(Value.Type.Kind.LONG);
      case FLOAT -> Optional.of(Value.Type.Kind.FLOAT);
      case DOUBLE -> Optional.of(Value.Type.Kind.DOUBLE);
      default -> Optional.empty();
    };
  }
}
