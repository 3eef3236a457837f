/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.ir.op.AttributeSpec;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.OpTable;
import org.gradsmith.processor.frontend.Api;
import org.gradsmith.processor.problem.TypeProblem.UnknownOp;

/** Lowers calls of API methods that stand for a row of the op table. */
final class TensorOpCalls {
  private final Body body;

  TensorOpCalls(Body body) {
    this.body = body;
  }

  /**
   * Lowers a call of a method that stands for an op.
   *
   * @param rewritten the receiver, where the call only says what is to be written to it
   */
  Variable lower(
      MethodInvocationTree tree,
      ExecutableElement method,
      String name,
      Optional<Variable> wanted,
      Optional<Rewritten> rewritten) {
    Op op =
        OpTable.find(name)
            .orElseThrow(() -> mismatch(tree, method, name, "the op table has no such row"));
    List<Optional<Variable>> operands = new ArrayList<>();
    List<Code> attributes = new ArrayList<>();
    if (!method.getModifiers().contains(Modifier.STATIC)) {
      operands.add(
          Optional.of(
              rewritten.map(Rewritten::tensor).orElseGet(() -> body.tensors.receiving(tree))));
    }
    List<? extends VariableElement> parameters = method.getParameters();
    List<? extends ExpressionTree> arguments = tree.getArguments();
    for (int i = 0; i < parameters.size(); i++) {
      TypeMirror type = parameters.get(i).asType();
      boolean rest = method.isVarArgs() && i == parameters.size() - 1;
      if (Api.isTensor(type)) {
        operands.add(
            operand(arguments.get(i), operands, arguments.subList(i + 1, arguments.size())));
      } else if (rest
          && !(arguments.size() == i + 1
              && body.source.type(arguments.get(i)).getKind() == TypeKind.ARRAY)) {
        attributes.add(sizes(arguments.subList(i, arguments.size())));
      } else {
        ExpressionTree argument = arguments.get(i);
        if (JavaTypes.isReal(type) && body.varying.isVarying(argument)) {
          return scaled(op, operands, argument, wanted, tree, method, rewritten);
        }
        body.lost.refuse(argument);
        attributes.add(attribute(argument, type));
      }
    }
    complete(op, attributes, tree, method);
    if (operands.size() != op.operands().size()) {
      throw mismatch(tree, method, name, "the table's row has other operands");
    }
    rewritten.ifPresent(
        r -> operands.set(0, Optional.of(r.before().apply(Rewritten.Kept.OPERAND))));
    boolean real = parameters.stream().anyMatch(p -> JavaTypes.isReal(p.asType()));
    return apply(op, operands, attributes, real, wanted, tree);
  }

  /** An operand, with the tensor that it is before later ones are evaluated. */
  private Optional<Variable> operand(
      ExpressionTree tree, List<Optional<Variable>> before, List<? extends ExpressionTree> later) {
    if (JavaTypes.isReal(body.source.type(tree))) {
      return Optional.of(lifted(tree, before.getFirst().orElseThrow()));
    }
    return body.source.type(tree).getKind() == TypeKind.NULL
        ? Optional.empty()
        : Optional.of(body.embedded.before(body.tensors.of(tree, Optional.empty()), tree, later));
  }

  private Code sizes(List<? extends ExpressionTree> sizes) {
    Code.Builder code = Code.builder().text("new long[] {");
    for (int i = 0; i < sizes.size(); i++) {
      code.text(i == 0 ? "" : ", ").code(body.plain.of(sizes.get(i)));
    }
    return code.text("}").build();
  }

  /** An attribute is read once, in the forward sweep; flags are 0 or 1. */
  Code attribute(ExpressionTree tree, TypeMirror type) {
    Code code = body.plain.of(tree);
    if (type.getKind() == TypeKind.BOOLEAN) {
      return switch (code.toString()) {
        case "true" -> Code.text("1");
        case "false" -> Code.text("0");
        default -> Code.builder().text("(").code(code).text(" ? 1 : 0)").build();
      };
    }
    if (type instanceof DeclaredType declared
        && declared.asElement().getKind() == ElementKind.ENUM) {
      return Code.builder().code(code).text(".code()").build();
    }
    if (JavaTypes.isReal(type) && body.source.type(tree).getKind() != TypeKind.DOUBLE) {
      return Code.builder().text("(double) (").code(code).text(")").build();
    }
    return code;
  }

  private void complete(
      Op op, List<Code> attributes, MethodInvocationTree tree, ExecutableElement method) {
    for (int i = attributes.size(); i < op.attributes().size(); i++) {
      Optional<AttributeSpec.Standard> standard = op.attributes().get(i).standard();
      if (standard.isEmpty()) {
        throw mismatch(tree, method, op.name(), "the table's row has more attributes");
      }
      attributes.add(
          switch (standard.get()) {
            case AttributeSpec.Standard.Literal(long value) -> Code.text(Long.toString(value));
            case AttributeSpec.Standard.SameAs(String other) -> attributes.get(indexOf(op, other));
          });
    }
  }

  private static int indexOf(Op op, String attribute) {
    for (int i = 0; i < op.attributes().size(); i++) {
      if (op.attributes().get(i).name().equals(attribute)) {
        return i;
      }
    }
    throw new IllegalStateException(op + " has no attribute " + attribute);
  }

  /** A tensor and a number with a derivative: the number becomes a tensor of no dimensions. */
  private Variable scaled(
      Op op,
      List<Optional<Variable>> operands,
      ExpressionTree number,
      Optional<Variable> wanted,
      MethodInvocationTree tree,
      ExecutableElement method,
      Optional<Rewritten> rewritten) {
    String row =
        switch (op.name()) {
          case "addScalar" -> "add";
          case "mulScalar" -> "mul";
          default -> throw constant(number, method);
        };
    Variable tensor = operands.getFirst().orElseThrow();
    Variable lifted = lifted(number, tensor);
    return apply(
        OpTable.find(row).orElseThrow(),
        List.of(
            Optional.of(
                rewritten.map(r -> r.before().apply(Rewritten.Kept.OPERAND)).orElse(tensor)),
            Optional.of(lifted)),
        List.of(),
        false,
        wanted,
        tree);
  }

  /** Refuses a number with a derivative where a method takes a constant. */
  private BodyDraft.Refusal constant(ExpressionTree number, ExecutableElement method) {
    return body.draft.refusal(
        number,
        "'%s' takes a constant here, and the gradient would be lost"
            .formatted(method.getSimpleName()),
        "Write it with operations that take a Tensor there, such as 'add', 'mul' and 'where'.");
  }

  /**
   * The form of a function of the library that takes tensors where numbers with derivatives are
   * given: they go on as tensors of no dimensions.
   */
  ExecutableElement withTensors(MethodInvocationTree tree, ExecutableElement method) {
    if (body.draft.isPassive()
        || !Api.isLibrary(method)
        || Tensors.row(method).filter(row -> !hasFormWithTensors(row)).isPresent()
        || Writes.isWrite(method)) { // which finds the form of what it writes
      return method;
    }
    ExecutableElement form = method;
    for (int i = 0; i < method.getParameters().size() && i < tree.getArguments().size(); i++) {
      ExpressionTree argument = tree.getArguments().get(i);
      if (JavaTypes.isReal(method.getParameters().get(i).asType())
          && JavaTypes.isReal(body.source.type(argument))
          && body.varying.isVarying(argument)) {
        int place = i;
        form =
            ElementFilter.methodsIn(Api.owner(method).getEnclosedElements()).stream()
                .filter(m -> m.getSimpleName().equals(method.getSimpleName()))
                .filter(m -> m.getParameters().size() == method.getParameters().size())
                .filter(m -> Api.isTensor(m.getParameters().get(place).asType()))
                .findFirst()
                .orElseThrow(() -> constant(argument, method));
      }
    }
    return form;
  }

  /** Whether there is a row with a tensor for the number that another one takes. */
  private static boolean hasFormWithTensors(String row) {
    return row.endsWith("Scalar") && !row.equals("addScalar") && !row.equals("mulScalar");
  }

  /** A number as a tensor of no dimensions, of the dtype that fits another tensor. */
  Variable lifted(ExpressionTree number, Variable like) {
    Variable value = body.reals.variable(number, "number", body.source.type(number));
    Variable lifted = body.draft.fresh(value.name() + "Tensor", Variable.Kind.TENSOR, Api.TENSOR);
    Code code =
        Code.builder()
            .type("org.gradsmith.compiled.flow.Lifting")
            .text(".number(")
            .use(value)
            .text(", ")
            .use(like)
            .text(")")
            .impure()
            .build();
    return body.draft.let(lifted, new Expression.Lift(value, Optional.empty(), code), number);
  }

  Variable apply(
      Op op,
      List<Optional<Variable>> operands,
      List<Code> attributes,
      boolean realNumbers,
      Optional<Variable> wanted,
      MethodInvocationTree tree) {
    List<Variable> results = new ArrayList<>();
    results.add(wanted.orElseGet(() -> body.tensors.fresh(tree)));
    for (int i = 1; i < op.results().size(); i++) {
      results.add(
          body.draft.fresh(results.getFirst().name() + "Hidden", Variable.Kind.TENSOR, Api.TENSOR));
    }
    body.draft.add(
        new Statement.Apply(op, operands, attributes, realNumbers, results, body.draft.span(tree)));
    return results.getFirst();
  }

  private BodyDraft.Refusal mismatch(
      MethodInvocationTree tree, ExecutableElement method, String op, String reason) {
    body.draft.refuse(
        new UnknownOp(body.source.place(tree), method.getSimpleName().toString(), op, reason));
    return new BodyDraft.Refusal();
  }
}
