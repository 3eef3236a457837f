/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.util.TreeScanner;
import java.util.Set;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import org.gradsmith.processor.frontend.Api;
import org.jspecify.annotations.Nullable;

/**
 * Functions that compute tensors, as arguments of methods that are not followed, such as those of
 * streams. What they compute would have no gradient, without a word.
 */
final class TensorFunctions {
  /** Interfaces of java.util.function whose last type argument is what they return. */
  private static final Set<String> RETURNING =
      Set.of("Function", "BiFunction", "UnaryOperator", "BinaryOperator", "Supplier");

  private final Body body;

  TensorFunctions(Body body) {
    this.body = body;
  }

  /** Refuses such a function as an argument of a method. */
  void refuse(ExpressionTree argument, ExecutableElement method) {
    if (!body.draft.isPassive() && computesTensors(argument)) {
      throw body.draft.refusal(
          argument,
          "the gradients of what it computes are not followed through '%s'"
              .formatted(method.getSimpleName()),
          "Write it as a loop.");
    }
  }

  private boolean computesTensors(ExpressionTree tree) {
    return switch (tree) {
      case ParenthesizedTree p -> computesTensors(p.getExpression());
      case LambdaExpressionTree lambda -> calls(lambda);
      case MemberReferenceTree reference ->
          body.source.element(reference) instanceof ExecutableElement method
              && isDifferentiated(method);
      default -> returnsTensors(body.source.type(tree));
    };
  }

  private boolean calls(LambdaExpressionTree lambda) {
    boolean[] found = {false};
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMethodInvocation(
          MethodInvocationTree call, @Nullable Void unused) {
        found[0] |=
            body.source.element(call) instanceof ExecutableElement method
                && isDifferentiated(method);
        return super.visitMethodInvocation(call, null);
      }
    }.scan(lambda.getBody(), null);
    return found[0];
  }

  private boolean isDifferentiated(ExecutableElement method) {
    return (Api.isTensor(method.getReturnType()) || Tensors.holdsTensors(method.getReturnType()))
        && body.tensors.isDifferentiated(method);
  }

  private static boolean returnsTensors(TypeMirror type) {
    return type instanceof DeclaredType declared
        && declared.asElement() instanceof TypeElement element
        && element.getQualifiedName().toString().startsWith("java.util.function.")
        && RETURNING.contains(element.getSimpleName().toString())
        && !declared.getTypeArguments().isEmpty()
        && Tensors.holdsTensors(declared.getTypeArguments().getLast());
  }
}
