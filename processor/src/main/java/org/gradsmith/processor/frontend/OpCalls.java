/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;
import org.gradsmith.ir.op.AttributeSpec;
import org.gradsmith.ir.op.DTypeRule;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.OpTable;
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
      Optional<ExpressionTree> receiver,
      String name,
      Optional<String> variable) {
    Optional<Op> op = OpTable.find(name);
    if (op.isEmpty()) {
      return mismatch(call, method, name, "the op table has no such row");
    }
    List<Value> operands = new ArrayList<>();
    List<Attr> attributes = new ArrayList<>();
    int expected = call.getArguments().size();
    if (!method.getModifiers().contains(Modifier.STATIC)) {
      expected++;
      receiver.flatMap(this::tensor).ifPresent(operands::add);
    }
    int found = arguments(call, method, operands, attributes);
    if (operands.size() + found != expected) {
      return new Meaning.Refused();
    }
    if (operands.size() != op.get().operands().size()
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
    return apply(op.get(), operands, attributes, call, method, variable);
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

  /** Lowers all arguments; returns how many of those that are not tensors are good. */
  private int arguments(
      MethodInvocationTree call,
      ExecutableElement method,
      List<Value> operands,
      List<Attr> attributes) {
    int found = 0;
    List<? extends VariableElement> parameters = method.getParameters();
    List<? extends ExpressionTree> arguments = call.getArguments();
    for (int i = 0; i < parameters.size(); i++) {
      VariableElement parameter = parameters.get(i);
      boolean rest = method.isVarArgs() && i == parameters.size() - 1;
      if (rest && !isArray(arguments, i)) {
        List<Attr> sizes = new ArrayList<>();
        arguments.subList(i, arguments.size()).forEach(a -> number(a).ifPresent(sizes::add));
        attributes.add(new Attr.Sizes(sizes));
        found += sizes.size();
      } else if (Api.isTensor(parameter.asType())) {
        tensor(arguments.get(i)).ifPresent(operands::add);
      } else {
        Optional<Attr> attribute = attribute(arguments.get(i), parameter);
        attribute.ifPresent(attributes::add);
        found += attribute.isPresent() ? 1 : 0;
      }
    }
    return found;
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
    Optional<Attr> value =
        switch (expressions.lower(argument, Optional.empty())) {
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
