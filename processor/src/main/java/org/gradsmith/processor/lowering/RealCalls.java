/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.processor.frontend.Api;
import org.gradsmith.processor.problem.DerivativeProblem.NoDerivative;

/** Lowers calls that return a number: of functions of numbers, accessors and followed methods. */
final class RealCalls {
  private final Body body;

  RealCalls(Body body) {
    this.body = body;
  }

  void assign(Variable target, boolean declares, MethodInvocationTree tree) {
    ExecutableElement method = (ExecutableElement) body.source.element(tree);
    if (MathFunctions.isConversion(method)) {
      ExpressionTree number =
          tree.getArguments().isEmpty()
              ? Tensors.receiver(tree).orElseThrow()
              : tree.getArguments().getFirst();
      body.reals.convert(target, declares, number, tree);
    } else if (MathFunctions.knows(method) && body.source.derivative(method).isEmpty()) {
      function(target, declares, tree, method);
    } else if (body.calls.isFollowed(tree)) {
      Variable result = body.calls.sweep(tree, method, Optional.empty());
      body.reals.copy(target, declares, new Reals.Real.Known(result), tree);
    } else {
      body.reals.put(
          target,
          body.records.read(tree, method).orElseThrow(() -> unknown(tree, method)),
          declares,
          tree);
    }
  }

  private BodyDraft.Refusal unknown(MethodInvocationTree tree, ExecutableElement method) {
    boolean collection =
        Tensors.receiver(tree)
            .filter(body.carriers::isValue)
            .filter(r -> !JavaTypes.isReal(body.source.type(r)))
            .filter(body.carriers::carries)
            .isPresent();
    return collection
        ? body.draft.refusal(
            tree, "numbers in an object have no derivative", "Keep them in a double[].")
        : body.draft.refusal(
            tree,
            "the derivative of '%s' of '%s' is not known"
                .formatted(method.getSimpleName(), Api.owner(method).getSimpleName()),
            ForeignCalls.remedy(method));
  }

  private void function(
      Variable target, boolean declares, MethodInvocationTree tree, ExecutableElement method) {
    String name = method.getSimpleName().toString();
    if (MathFunctions.isPiecewiseConstant(name)) {
      body.reals.put(target, new Expression.Plain(body.plain.of(tree)), declares, tree);
      return;
    }
    Optional<List<Optional<Scalar>>> known = MathFunctions.gradients(name);
    if (known.isEmpty() || known.get().size() != tree.getArguments().size()) {
      body.draft.refuse(new NoDerivative(body.source.place(tree), name, "Math"));
      throw new BodyDraft.Refusal();
    }
    List<Reals.Real> operands = new ArrayList<>();
    List<Optional<Scalar>> gradients = new ArrayList<>(known.get());
    Code.Builder value =
        Code.builder().type(Api.owner(method).getQualifiedName().toString()).text("." + name + "(");
    List<Reals.Real> values = body.reals.inOrder(tree.getArguments());
    for (int i = 0; i < values.size(); i++) {
      Reals.Real operand = body.reals.pinned(values.get(i), tree);
      operands.add(operand);
      if (operand instanceof Reals.Real.Constant) {
        gradients.set(i, Optional.empty());
      }
      value.text(i == 0 ? "" : ", ").code(operand.code());
    }
    body.reals.compute(target, declares, operands, gradients, value.text(")").build(), tree);
  }
}
