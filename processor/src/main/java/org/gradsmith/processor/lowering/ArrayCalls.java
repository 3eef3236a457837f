/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.TypeMirror;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.frontend.Api;

/**
 * Lowers Java's own methods of arrays of numbers: {@code clone}, {@code Arrays.copyOf}, {@code
 * Arrays.copyOfRange}, {@code Arrays.fill} and {@code System.arraycopy}. Each happens as it stands,
 * and is then told to differentiation as a loop that stores the same numbers once more. Other
 * methods must not be given such arrays, since nobody knows what they do with them.
 */
final class ArrayCalls {
  private static final String ARRAYS = "java.util.Arrays";
  private static final Set<String> READERS =
      Set.of(
          "toString",
          "deepToString",
          "equals",
          "deepEquals",
          "hashCode",
          "deepHashCode",
          "compare",
          "mismatch",
          "asList");

  private final Body body;
  private final BodyDraft draft;

  ArrayCalls(Body body) {
    this.body = body;
    this.draft = body.draft;
  }

  /** The copy that a call makes of an array whose numbers may have derivatives. */
  Optional<Variable> copy(MethodInvocationTree tree, ExecutableElement method) {
    TypeMirror type = body.source.type(tree);
    if (draft.isPassive() || JavaTypes.kind(type) != Variable.Kind.ARRAY) {
      return Optional.empty();
    }
    if (method.getSimpleName().contentEquals("clone") && method.getParameters().isEmpty()) {
      return Tensors.receiver(tree)
          .filter(body.arrays::isVarying)
          .map(receiver -> clone(body.calls.reference(receiver), type, tree));
    }
    List<? extends ExpressionTree> arguments = tree.getArguments();
    if (!isOf(method, ARRAYS)
        || arguments.isEmpty()
        || !body.arrays.isVarying(arguments.getFirst())) {
      return Optional.empty();
    }
    return switch (method.getSimpleName().toString()) {
      case "copyOf" -> {
        Variable from = body.calls.reference(arguments.get(0));
        Variable length = integer(arguments.get(1), "length");
        yield Optional.of(copyOf(from, Code.of(length), type, tree));
      }
      case "copyOfRange" -> {
        Variable from = body.calls.reference(arguments.get(0));
        Variable start = integer(arguments.get(1), "start");
        Variable end = integer(arguments.get(2), "end");
        yield Optional.of(copyOfRange(from, start, Code.of(end), type, tree));
      }
      default -> Optional.empty();
    };
  }

  /** Lowers a statement that writes into an array; false if it is none of those known here. */
  boolean effect(MethodInvocationTree tree, ExecutableElement method) {
    List<? extends ExpressionTree> arguments = tree.getArguments();
    if (draft.isPassive()) {
      return false;
    }
    if (isOf(method, ARRAYS)
        && method.getSimpleName().contentEquals("fill")
        && JavaTypes.kind(body.source.type(arguments.getFirst())) == Variable.Kind.ARRAY) {
      fill(arguments, tree);
      return true;
    }
    if (isOf(method, "java.lang.System")
        && method.getSimpleName().contentEquals("arraycopy")
        && JavaTypes.kind(body.source.type(arguments.get(2))) == Variable.Kind.ARRAY) {
      move(arguments, tree);
      return true;
    }
    return false;
  }

  /** Refuses an array with derivatives as an argument of a method that nobody knows. */
  void refuseUnknown(ExpressionTree argument, ExecutableElement method) {
    if (!draft.isPassive() && body.arrays.isVarying(argument) && !isHarmless(method)) {
      throw draft.refusal(
          argument,
          "what '%s' of '%s' does with the numbers in it is not known"
              .formatted(method.getSimpleName(), Api.owner(method).getSimpleName()),
          ForeignCalls.remedy(method));
    }
  }

  private static boolean isHarmless(ExecutableElement method) {
    String owner = Api.owner(method).getQualifiedName().toString();
    return Api.nonDifferentiable(method).isPresent()
        || (owner.equals(ARRAYS)
            ? READERS.contains(method.getSimpleName().toString())
            : (owner.startsWith("java.util.") && !owner.startsWith("java.util.function."))
                || owner.equals("java.lang.String")
                || owner.equals("java.lang.Object"));
  }

  private static boolean isOf(ExecutableElement method, String owner) {
    return Api.owner(method).getQualifiedName().contentEquals(owner);
  }

  private Variable integer(ExpressionTree tree, String name) {
    return draft.let(name, "int", body.plain.of(tree), tree);
  }

  private Variable clone(Variable from, TypeMirror type, MethodInvocationTree tree) {
    Code made = Code.builder().use(from).text(".clone()").impure().build();
    Variable copy = draft.let(draft.fresh("copy", type), new Expression.Plain(made), tree);
    store(from, Optional.empty(), copy, Optional.empty(), length(copy), tree);
    return copy;
  }

  private Variable copyOf(Variable from, Code length, TypeMirror type, MethodInvocationTree tree) {
    Code made =
        Code.builder()
            .type(ARRAYS)
            .text(".copyOf(")
            .use(from)
            .text(", ")
            .code(length)
            .text(")")
            .impure()
            .build();
    Variable copy = draft.let(draft.fresh("copy", type), new Expression.Plain(made), tree);
    Code count =
        Code.builder()
            .type("java.lang.Math")
            .text(".min(")
            .use(from)
            .text(".length, ")
            .use(copy)
            .text(".length)")
            .build();
    store(from, Optional.empty(), copy, Optional.empty(), count, tree);
    return copy;
  }

  private Variable copyOfRange(
      Variable from, Variable start, Code end, TypeMirror type, MethodInvocationTree tree) {
    Code made =
        Code.builder()
            .type(ARRAYS)
            .text(".copyOfRange(")
            .use(from)
            .text(", ")
            .use(start)
            .text(", ")
            .code(end)
            .text(")")
            .impure()
            .build();
    Variable copy = draft.let(draft.fresh("copy", type), new Expression.Plain(made), tree);
    Code count =
        Code.builder()
            .type("java.lang.Math")
            .text(".min(")
            .use(from)
            .text(".length - ")
            .use(start)
            .text(", ")
            .use(copy)
            .text(".length)")
            .build();
    store(from, Optional.of(start), copy, Optional.empty(), count, tree);
    return copy;
  }

  private void fill(List<? extends ExpressionTree> arguments, MethodInvocationTree tree) {
    Variable array = body.calls.reference(arguments.getFirst());
    boolean part = arguments.size() == 4;
    Optional<Variable> start =
        part ? Optional.of(integer(arguments.get(1), "start")) : Optional.empty();
    Code count =
        part
            ? Code.builder()
                .code(body.plain.of(arguments.get(2)))
                .text(" - ")
                .use(start.get())
                .build()
            : length(array);
    TypeMirror number = ((ArrayType) body.source.type(arguments.getFirst())).getComponentType();
    Variable value = body.reals.variable(arguments.getLast(), "value", number);
    each(
        count,
        index -> draft.add(new Statement.Store(array, at(index, start), value, draft.span(tree))),
        tree);
  }

  /** By way of a copy, since source and target may be one array. */
  private void move(List<? extends ExpressionTree> arguments, MethodInvocationTree tree) {
    Variable from = body.calls.reference(arguments.get(0));
    Variable start = integer(arguments.get(1), "start");
    Variable to = body.calls.reference(arguments.get(2));
    Variable place = integer(arguments.get(3), "place");
    Variable count = integer(arguments.get(4), "count");
    Code end = Code.builder().use(start).text(" + ").use(count).build();
    Variable copy = copyOfRange(from, start, end, body.source.type(arguments.get(0)), tree);
    Code.Builder moved = Code.builder().type("java.lang.System").text(".arraycopy(").use(from);
    for (Variable argument : List.of(start, to, place, count)) {
      moved.text(", ").use(argument);
    }
    draft.add(new Statement.Effect(moved.text(")").impure().build(), draft.span(tree)));
    store(copy, Optional.empty(), to, Optional.of(place), Code.of(count), tree);
  }

  private static Code length(Variable array) {
    return Code.builder().use(array).text(".length").build();
  }

  private void store(
      Variable from,
      Optional<Variable> start,
      Variable to,
      Optional<Variable> place,
      Code count,
      MethodInvocationTree tree) {
    String number = to.type().substring(0, to.type().length() - 2);
    each(
        count,
        index -> {
          Variable value = draft.fresh("value", Variable.Kind.REAL, number);
          draft.let(value, new Expression.Load(from, at(index, start)), tree);
          draft.add(new Statement.Store(to, at(index, place), value, draft.span(tree)));
        },
        tree);
  }

  private static Code at(Variable index, Optional<Variable> start) {
    Code.Builder code = Code.builder();
    start.ifPresent(s -> code.use(s).text(" + "));
    return code.use(index).build();
  }

  private void each(
      Code count, java.util.function.Consumer<Variable> turn, MethodInvocationTree tree) {
    draft.add(
        draft.block(() -> {
          Variable end = draft.let("count", "int", count, tree);
          Variable index = draft.let("index", "int", Code.text("0"), tree);
          Variable go = draft.fresh("go", Variable.Kind.PASSIVE, "boolean");
          Code asked = Code.builder().use(index).text(" < ").use(end).build();
          Code next = Code.builder().use(index).text(" + 1").build();
          Statement.Block test = draft.block(() -> assign(go, asked, tree));
          Statement.Block repeated =
              draft.block(() -> {
                turn.accept(index);
                assign(index, next, tree);
              });
          draft.add(new Statement.Loop(test, go, repeated, true, draft.span(tree)));
        }));
  }

  private void assign(Variable target, Code value, MethodInvocationTree tree) {
    draft.add(new Statement.Assign(target, new Expression.Plain(value), false, draft.span(tree)));
  }
}
