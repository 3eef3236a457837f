/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.rules;

import java.util.List;
import java.util.stream.Collectors;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Types;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.adjoint.Rule;
import org.gradsmith.processor.frontend.Api;
import org.gradsmith.processor.lowering.JavaTypes;

/** In which form a derivative returns its gradients. */
record GradientForm(Types types) {
  /**
   * The form of what a method returns.
   *
   * @param differentiable the parameters that have gradients
   */
  Rule.Form of(ExecutableElement method, List<Variable> differentiable) throws Unfit {
    TypeMirror type = method.getReturnType();
    String text = JavaTypes.text(type);
    if (differentiable.size() == 1) {
      require(text.equals(differentiable.getFirst().type()), differentiable);
      return new Rule.One();
    }
    if (types.asElement(type) instanceof TypeElement element
        && element.getKind() == ElementKind.RECORD) {
      List<String> components =
          element.getRecordComponents().stream().map(c -> JavaTypes.text(c.asType())).toList();
      require(
          components.equals(differentiable.stream().map(Variable::type).toList()), differentiable);
      return new Rule.Parts(
          text,
          element.getRecordComponents().stream()
              .map(RecordComponentElement::getSimpleName)
              .map(Object::toString)
              .toList());
    }
    boolean numbers = differentiable.stream().allMatch(Variable::isReal);
    boolean floats = differentiable.stream().allMatch(v -> v.type().equals("float"));
    boolean tensors = differentiable.stream().allMatch(Variable::isTensor);
    require(
        (numbers && text.equals("double[]"))
            || (floats && text.equals("float[]"))
            || (tensors && text.equals(Api.TENSOR + "[]")),
        differentiable);
    return new Rule.Listed(text);
  }

  private static void require(boolean fits, List<Variable> differentiable) throws Unfit {
    if (!fits) {
      String types =
          differentiable.stream()
              .map(v -> v.type().substring(v.type().lastIndexOf('.') + 1))
              .collect(Collectors.joining(", "));
      boolean numbers = differentiable.stream().allMatch(Variable::isReal);
      boolean tensors = differentiable.stream().allMatch(Variable::isTensor);
      throw new Unfit(
          "what it returns does not fit the parameters that have gradients, of type " + types,
          differentiable.size() == 1
              ? "Return a %s.".formatted(types)
              : numbers
                  ? "Return a double[] of %d numbers, or a record of them."
                      .formatted(differentiable.size())
                  : tensors
                      ? "Return a Tensor[] of %d tensors, or a record of them."
                          .formatted(differentiable.size())
                      : "Return a record with a component for each.");
    }
  }
}
