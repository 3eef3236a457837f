/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewArrayTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.op.AttributeSpec;
import org.gradsmith.ir.op.DTypeRule;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.OpTable;
import org.gradsmith.processor.problem.TypeProblem.UnknownArgument;
import org.gradsmith.processor.problem.TypeProblem.UnknownOp;
import org.gradsmith.processor.problem.TypeProblem.UnsupportedType;

/**
 * Lowers calls of API methods that stand for a row of the op table: tensors among receiver and
 * arguments are its operands, the other arguments its attributes, each in the order of the table;
 * the table fills in attributes that the method leaves out.
 */
final class OpCalls {
  private final Draft draft;
  private final MethodSource source;
  private final Expressions expressions;

  OpCalls(Draft draft, Expressions expressions) {
    this.draft = draft;
    this.source = draft.source();
    this.expressions = expressions;
  }

  Meaning lower(
      MethodInvocationTree call,
      ExecutableElement method,
      Optional<Value> receiver,
      String name,
      Optional<String> variable) {
    Optional<Op> op = OpTable.find(name);
    if (op.isEmpty()) {
      return mismatch(call, method, name, "the op table has no such row");
    }
    Arguments given = new Arguments();
    if (!method.getModifiers().contains(Modifier.STATIC)) {
      given.addTensor(receiver);
    }
    collect(call, method, given);
    if (given.refused) {
      return new Meaning.Refused();
    }
    List<Attr> attributes = given.attributes;
    if (!fits(given.operands.size(), op.get())
        || attributes.size() > op.get().attributes().size()) {
      return mismatch(call, method, name, "the table's row has other operands");
    }
    for (int i = attributes.size(); i < op.get().attributes().size(); i++) {
      Optional<Attr> standard = standard(op.get(), i, attributes);
      if (standard.isEmpty()) {
        return mismatch(call, method, name, "the table's row has more attributes");
      }
      attributes.add(standard.get());
    }
    if (op.get().isVariadic() && !attributes.stream().allMatch(Attr.Literal.class::isInstance)) {
      ExpressionTree dim = call.getArguments().getLast();
      return draft.refuse(
          new UnknownArgument(
              source.place(dim),
              source.text(dim),
              "a constant dimension",
              "Write the dimension as a constant, '" + method.getSimpleName() + "(..., 0)'."));
    }
    return apply(op.get(), given.operands, attributes, call, method, variable);
  }

  private static boolean fits(int operands, Op op) {
    return op.isVariadic() ? operands >= op.operands().size() : operands == op.operands().size();
  }

  /** What a call gives its op; {@code refused} if a problem was reported for a part of it. */
  private static final class Arguments {
    private final List<Value> operands = new ArrayList<>();
    private final List<Attr> attributes = new ArrayList<>();
    private boolean refused;

    void addTensor(Optional<Value> tensor) {
      tensor.ifPresentOrElse(operands::add, () -> refused = true);
    }

    void addAttribute(Optional<Attr> attribute) {
      attribute.ifPresentOrElse(attributes::add, () -> refused = true);
    }
  }

  /** Applies an op of one operand and no attributes. */
  Meaning apply(Op op, Value operand, MethodInvocationTree call, Optional<String> variable) {
    Value result = Value.tensor(draft.name(variable, op.name()));
    draft.add(new Node.Apply(op, List.of(operand), List.of(), List.of(result), draft.span(call)));
    return new Meaning.TensorMeaning(result);
  }

  private Meaning apply(
      Op op,
      List<Value> operands,
      List<Attr> attributes,
      MethodInvocationTree call,
      ExecutableElement method,
      Optional<String> variable) {
    List<Value> results = new ArrayList<>();
    String name = draft.name(variable, method.getSimpleName().toString());
    results.add(Value.tensor(name));
    for (DTypeRule hidden : op.results().subList(1, op.results().size())) {
      String suffix = hidden == DTypeRule.INT32 || hidden == DTypeRule.INT64 ? "Indices" : "Saved";
      results.add(Value.tensor(draft.name(Optional.empty(), name + suffix)));
    }
    draft.add(new Node.Apply(op, operands, attributes, results, draft.span(call)));
    return new Meaning.TensorMeaning(results.getFirst());
  }

  private void collect(MethodInvocationTree call, ExecutableElement method, Arguments into) {
    List<? extends VariableElement> parameters = method.getParameters();
    List<? extends ExpressionTree> arguments = call.getArguments();
    for (int i = 0; i < parameters.size(); i++) {
      VariableElement parameter = parameters.get(i);
      boolean rest = method.isVarArgs() && i == parameters.size() - 1 && !isArray(arguments, i);
      if (Api.isTensors(parameter.asType())) {
        List<? extends ExpressionTree> tensors =
            rest ? arguments.subList(i, arguments.size()) : listed(arguments.get(i));
        into.refused |= tensors.isEmpty();
        tensors.forEach(tensor -> into.addTensor(tensor(tensor)));
      } else if (rest) {
        List<Attr> sizes = new ArrayList<>();
        for (ExpressionTree size : arguments.subList(i, arguments.size())) {
          number(size).ifPresentOrElse(sizes::add, () -> into.refused = true);
        }
        into.addAttribute(Optional.of(new Attr.Sizes(sizes)));
      } else if (Api.isTensor(parameter.asType())) {
        into.addTensor(tensor(arguments.get(i)));
      } else {
        into.addAttribute(attribute(arguments.get(i), parameter));
      }
    }
  }

  /** The tensors of a list or array that is written at the call; none if a problem was reported. */
  private List<? extends ExpressionTree> listed(ExpressionTree argument) {
    if (argument instanceof NewArrayTree array && array.getInitializers() != null) {
      return array.getInitializers();
    }
    if (argument instanceof MethodInvocationTree list
        && source.element(list) instanceof ExecutableElement of
        && Api.isListOf(of)
        && !list.getArguments().isEmpty()
        && !isArray(list.getArguments(), 0)) {
      return list.getArguments();
    }
    draft.refuse(
        new UnknownArgument(
            source.place(argument),
            source.text(argument),
            "a list of tensors",
            "Write the tensors at the call, 'List.of(x, y)'."));
    return List.of();
  }

  private boolean isArray(List<? extends ExpressionTree> arguments, int from) {
    return arguments.size() == from + 1
        && source.type(arguments.get(from)).getKind() == TypeKind.ARRAY;
  }

  /** The tensor behind an argument; a problem is reported if there is none. */
  Optional<Value> tensor(ExpressionTree argument) {
    return switch (expressions.lower(argument, Optional.empty())) {
      case Meaning.TensorMeaning(Value value) -> Optional.of(value);
      case Meaning.Refused _ -> Optional.empty();
      case Meaning.ObjectMeaning _, Meaning.NumberMeaning _, Meaning.SizesMeaning _ ->
          unsupported(argument, "Only tensors can be passed here.");
    };
  }

  private Optional<Attr> attribute(ExpressionTree argument, VariableElement parameter) {
    boolean widened =
        source.type(argument).getKind().isPrimitive()
            && !isReal(source.type(argument))
            && isReal(parameter.asType());
    Optional<Attr> value =
        switch (expressions.lower(argument, Optional.empty())) {
          case Meaning.NumberMeaning(Attr attribute)
              when widened && Numbers.readsParameter(attribute) ->
              unsupported(argument, "Give a constant, or take it as a double.");
          case Meaning.NumberMeaning(Attr attribute) -> Optional.of(attribute);
          case Meaning.SizesMeaning(Attr attribute) -> Optional.of(attribute);
          case Meaning.Refused _ -> Optional.empty();
          case Meaning.ObjectMeaning _, Meaning.TensorMeaning _ ->
              unsupported(argument, "Give a number.");
        };
    return switch (parameter.asType().getKind()) {
      case FLOAT, DOUBLE -> value.map(OpCalls::floating);
      default -> value;
    };
  }

  private static boolean isReal(TypeMirror type) {
    return type.getKind() == TypeKind.FLOAT || type.getKind() == TypeKind.DOUBLE;
  }

  private static Attr floating(Attr attribute) {
    return attribute instanceof Attr.Literal(long value) ? new Attr.Number(value) : attribute;
  }

  private Optional<Attr> number(ExpressionTree argument) {
    return switch (expressions.lower(argument, Optional.empty())) {
      case Meaning.NumberMeaning(Attr attribute) -> Optional.of(attribute);
      case Meaning.Refused _ -> Optional.empty();
      case Meaning.ObjectMeaning _, Meaning.TensorMeaning _, Meaning.SizesMeaning _ ->
          unsupported(argument, "Give a size.");
    };
  }

  private <T> Optional<T> unsupported(ExpressionTree argument, String remedy) {
    draft.refuse(
        new UnsupportedType(
            source.place(argument),
            source.text(argument),
            source.type(argument).toString(),
            remedy));
    return Optional.empty();
  }

  private static Optional<Attr> standard(Op op, int index, List<Attr> before) {
    return op.attributes()
        .get(index)
        .standard()
        .map(standard ->
            switch (standard) {
              case AttributeSpec.Standard.Literal(long value) -> new Attr.Literal(value);
              case AttributeSpec.Standard.SameAs(String other) -> before.get(indexOf(op, other));
            });
  }

  private static int indexOf(Op op, String attribute) {
    for (int i = 0; i < op.attributes().size(); i++) {
      if (op.attributes().get(i).name().equals(attribute)) {
        return i;
      }
    }
    throw new IllegalStateException(op + " has no attribute " + attribute);
  }

  private Meaning mismatch(
      MethodInvocationTree call, ExecutableElement method, String op, String reason) {
    return draft.refuse(
        new UnknownOp(source.place(call), method.getSimpleName().toString(), op, reason));
  }
}
