/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import org.gradsmith.ir.Span;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.ir.op.Op;
import org.gradsmith.ir.op.OpTable;
import org.gradsmith.processor.frontend.Api;
import org.gradsmith.processor.lowering.Rewritten.Kept;
import org.gradsmith.processor.problem.Problem;
import org.gradsmith.processor.problem.SubsetProblem.WrittenInPlace;
import org.jspecify.annotations.Nullable;

/**
 * Writes in place. A write is the method of the same name that returns a new tensor, applied to the
 * tensor as it is, and a statement that puts the outcome in the place of the elements:
 *
 * <pre>{@code
 * Tensor yBefore = Write.before(flow, y, "mulInPlace at A.java:7");
 * Tensor mul = mul(yBefore, w);
 * Write write = Write.of(flow, y, yBefore, mul, "mulInPlace at A.java:7");
 * }</pre>
 */
final class Writes {
  private static final String SUFFIX = "InPlace";
  private static final String WRITES = "org.gradsmith.tensor.InPlaceMethods";
  private static final String INDEXED = "org.gradsmith.tensor.IndexingMethods";
  private static final String OVERWRITING = "org.gradsmith.tensor.Overwriting";
  private static final String INDEX = "org.gradsmith.tensor.Index";
  private static final String WRITE = "org.gradsmith.compiled.flow.Write";

  private final Body body;
  private final TensorOpCalls ops;

  Writes(Body body, TensorOpCalls ops) {
    this.body = body;
    this.ops = ops;
  }

  /** Whether a method writes to the elements of its receiver. */
  static boolean isWrite(ExecutableElement method) {
    String owner = Api.owner(method).getQualifiedName().toString();
    return owner.equals(WRITES)
        || (owner.equals(INDEXED) && method.getSimpleName().contentEquals("assign"));
  }

  /** Refuses a write in a lambda or by a method reference, which no statement tells of. */
  static void refuseUnseen(Body body, ExpressionTree tree) {
    if (body.draft.isPassive()) {
      return;
    }
    List<Problem> found = new ArrayList<>();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMethodInvocation(
          MethodInvocationTree call, @Nullable Void unused) {
        note(call);
        return super.visitMethodInvocation(call, null);
      }

      @Override
      public @Nullable Void visitMemberReference(
          MemberReferenceTree reference, @Nullable Void unused) {
        note(reference);
        return super.visitMemberReference(reference, null);
      }

      private void note(ExpressionTree used) {
        if (body.source.element(used) instanceof ExecutableElement method && isWrite(method)) {
          String name = method.getSimpleName().toString();
          found.add(new WrittenInPlace(body.source.place(used), name));
        }
      }
    }.scan(tree, null);
    if (!found.isEmpty()) {
      found.forEach(body.draft::refuse);
      throw new BodyDraft.Refusal();
    }
  }

  /** The variable that holds the tensor that a call writes to. */
  Variable lower(MethodInvocationTree tree, ExecutableElement method) {
    Variable tensor = body.tensors.of(Tensors.receiver(tree).orElseThrow(), Optional.empty());
    List<? extends ExpressionTree> arguments = tree.getArguments();
    switch (method.getSimpleName().toString()) {
      case "copyFrom" ->
          copy(tensor, body.tensors.of(arguments.getFirst(), Optional.empty()), tree);
      case "fillInPlace" -> fill(tensor, arguments.getFirst(), tree);
      case "zeroInPlace" -> write("fill", Code.builder().use(tensor).text(", 0").build(), tree);
      case "assign" -> assign(tensor, method, tree);
      default -> {
        if (takesAnyNumber(tree, method)) {
          Code isFloating = Code.builder().use(tensor).text(".dtype().isFloating()").build();
          Runnable recorded = () -> rewrite(tensor, method, tree);
          body.calls.choose(isFloating, recorded, () -> asItStands(tensor, tree), tree);
        } else {
          rewrite(tensor, method, tree);
        }
      }
    }
    return tensor;
  }

  /**
   * Whether a number that might be a whole one is among the arguments: integers, which have no
   * gradient, are then written to as they stand, which keeps them integers.
   */
  private static boolean takesAnyNumber(MethodInvocationTree tree, ExecutableElement method) {
    for (int i = 0; i < method.getParameters().size(); i++) {
      if (JavaTypes.isReal(method.getParameters().get(i).asType())
          && !isFraction(tree.getArguments().get(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isFraction(ExpressionTree tree) {
    return switch (tree) {
      case ParenthesizedTree p -> isFraction(p.getExpression());
      case UnaryTree u when u.getKind() == Tree.Kind.UNARY_MINUS -> isFraction(u.getExpression());
      case LiteralTree l when l.getValue() instanceof Number number ->
          number.doubleValue() != Math.rint(number.doubleValue());
      default -> false;
    };
  }

  private void asItStands(Variable tensor, MethodInvocationTree tree) {
    Code.Builder code =
        Code.builder().use(tensor).text("." + body.source.element(tree).getSimpleName() + "(");
    body.plain.calls().list(code, tree.getArguments());
    Code call = code.text(")").impure().build();
    body.draft.add(new Statement.Effect(call, body.draft.span(tree)));
  }

  private void rewrite(Variable tensor, ExecutableElement method, MethodInvocationTree tree) {
    Variable[] before = new Variable[1];
    Rewritten rewritten = new Rewritten(tensor, kept -> before[0] = before(tensor, kept, tree));
    boolean isScaled =
        method.getParameters().size() == 2
            && isTensor(method, 0)
            && method.getSimpleName().contentEquals("addInPlace");
    Variable value = isScaled ? scaled(rewritten, tree) : computed(tree, pure(method), rewritten);
    write(tensor, before[0], value, tree);
  }

  /** What a method computes from a tensor that is to be overwritten by it. */
  private Variable computed(
      MethodInvocationTree tree, ExecutableElement method, Rewritten rewritten) {
    ExecutableElement form = ops.withTensors(tree, method);
    Optional<String> row = Tensors.row(form);
    return row.isPresent()
        ? ops.lower(tree, form, row.get(), Optional.empty(), Optional.of(rewritten))
        : body.calls.rewritten(tree, form, rewritten);
  }

  private static boolean isTensor(ExecutableElement method, int parameter) {
    return Api.isTensor(method.getParameters().get(parameter).asType());
  }

  /** {@code x + other · factor}. */
  private Variable scaled(Rewritten rewritten, MethodInvocationTree tree) {
    Variable other = body.tensors.of(tree.getArguments().getFirst(), Optional.empty());
    ExpressionTree factor = tree.getArguments().get(1);
    Variable product;
    if (body.varying.isVarying(factor)) {
      product = apply("mul", List.of(other, ops.lifted(factor, other)), List.of(), tree);
    } else {
      body.lost.refuse(factor);
      Code number = ops.attribute(factor, body.source.type(factor));
      product = apply("mulScalar", List.of(other), List.of(asDouble(factor, number)), tree);
    }
    return apply("add", List.of(rewritten.before().apply(Kept.OPERAND), product), List.of(), tree);
  }

  private Code asDouble(ExpressionTree tree, Code number) {
    return body.source.type(tree).getKind() == TypeKind.DOUBLE
        ? number
        : Code.builder().text("(double) (").code(number).text(")").build();
  }

  private Variable apply(
      String name, List<Variable> operands, List<Code> attributes, MethodInvocationTree tree) {
    Op op = OpTable.find(name).orElseThrow();
    List<Optional<Variable>> given = operands.stream().map(Optional::of).toList();
    return ops.apply(op, given, attributes, true, Optional.empty(), tree);
  }

  /** The method of the same name and parameters that returns a new tensor. */
  private ExecutableElement pure(ExecutableElement method) {
    String name = method.getSimpleName().toString();
    String pure = name.substring(0, name.length() - SUFFIX.length());
    var elements = body.source.shadow().elements();
    var tensor = elements.getTypeElement(Api.TENSOR);
    return ElementFilter.methodsIn(elements.getAllMembers(tensor)).stream()
        .filter(m -> m.getSimpleName().contentEquals(pure) && takesTheSame(m, method))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("nothing computes what " + name + " writes"));
  }

  private boolean takesTheSame(ExecutableElement a, ExecutableElement b) {
    if (a.getParameters().size() != b.getParameters().size()) {
      return false;
    }
    for (int i = 0; i < a.getParameters().size(); i++) {
      TypeMirror type = a.getParameters().get(i).asType();
      if (!body.source.shadow().types().isSameType(type, b.getParameters().get(i).asType())) {
        return false;
      }
    }
    return true;
  }

  private void copy(Variable tensor, Variable other, MethodInvocationTree tree) {
    write("copy", Code.builder().use(tensor).text(", ").use(other).build(), tree);
  }

  private void fill(Variable tensor, ExpressionTree number, MethodInvocationTree tree) {
    if (body.varying.isVarying(number)) {
      copy(tensor, ops.lifted(number, tensor), tree);
    } else {
      body.lost.refuse(number);
      Code given = body.plain.of(number);
      write("fill", Code.builder().use(tensor).text(", ").code(given).build(), tree);
    }
  }

  /** What a subscript selects is a view to copy to, or places of which a copy gets new elements. */
  private void assign(Variable tensor, ExecutableElement method, MethodInvocationTree tree) {
    ExpressionTree given = tree.getArguments().getFirst();
    Variable values =
        isTensor(method, 0)
            ? body.tensors.of(given, Optional.empty())
            : body.varying.isVarying(given) ? ops.lifted(given, tensor) : number(tensor, given);
    Variable parts = body.draft.let("parts", INDEX + "[]", parts(tree), tree);
    body.calls.choose(
        Code.builder().type(INDEX).text(".selectView(").use(parts).text(")").build(),
        () -> {
          Variable selected = called(INDEXED, "index", List.of(tensor, parts), tree);
          write("assign", Code.builder().use(selected).text(", ").use(values).build(), tree);
        },
        () -> {
          Variable before = before(tensor, Kept.ANYTHING, tree);
          Variable placed = called(OVERWRITING, "placed", List.of(before, values, parts), tree);
          write(tensor, before, placed, tree);
        },
        tree);
  }

  private Code parts(MethodInvocationTree tree) {
    List<? extends ExpressionTree> given =
        tree.getArguments().subList(1, tree.getArguments().size());
    if (given.size() == 1 && body.source.type(given.getFirst()).getKind() == TypeKind.ARRAY) {
      return body.plain.of(given.getFirst());
    }
    Code.Builder code = Code.builder().text("new ").type(INDEX).text("[] {");
    body.plain.calls().list(code, given);
    return code.text("}").impure().build();
  }

  /** Calls a function of the library. */
  private Variable called(
      String owner, String name, List<Variable> arguments, MethodInvocationTree tree) {
    ExecutableElement method =
        ElementFilter.methodsIn(
                body.source.shadow().elements().getTypeElement(owner).getEnclosedElements())
            .stream()
            .filter(m -> m.getSimpleName().contentEquals(name))
            .findFirst()
            .orElseThrow();
    return body.calls
        .statement(tree, method, Optional.empty(), arguments, Optional.empty())
        .orElseThrow();
  }

  /** A number as a tensor of another one's dtype. */
  private Variable number(Variable like, ExpressionTree number) {
    body.lost.refuse(number);
    Code given = body.plain.of(number);
    Code code =
        Code.builder()
            .type(Api.TENSOR)
            .text(".full(")
            .use(like)
            .text(".dtype(), new long[0], ")
            .code(given)
            .text(")")
            .impure()
            .build();
    Variable made = body.draft.fresh("number", Variable.Kind.TENSOR, Api.TENSOR);
    return body.draft.let(made, new Expression.Plain(code), number);
  }

  private Variable before(Variable tensor, Kept kept, MethodInvocationTree tree) {
    Code code =
        Code.builder()
            .type(WRITE)
            .text(kept == Kept.OPERAND ? ".before(flow, " : ".copyBefore(flow, ")
            .use(tensor)
            .text(", " + place(tree) + ")")
            .impure()
            .build();
    Variable before = body.draft.fresh(tensor.name() + "Before", Variable.Kind.TENSOR, Api.TENSOR);
    return body.draft.let(before, new Expression.Plain(code), tree);
  }

  private void write(Variable tensor, Variable before, Variable value, MethodInvocationTree tree) {
    Code given = Code.builder().use(tensor).text(", ").use(before).text(", ").use(value).build();
    write("of", given, tree);
  }

  private void write(String how, Code given, MethodInvocationTree tree) {
    Code code =
        Code.builder()
            .type(WRITE)
            .text("." + how + "(flow, ")
            .code(given)
            .text(", " + place(tree) + ")")
            .impure()
            .build();
    Variable write = body.draft.fresh("write", Variable.Kind.PASSIVE, WRITE);
    body.draft.add(new Statement.Write(code, write, body.draft.span(tree)));
  }

  /** What messages call the write: the method and where it is called, as a Java text. */
  private String place(MethodInvocationTree tree) {
    Span span = body.draft.span(tree);
    return "\"%s at %s:%d\""
        .formatted(body.source.element(tree).getSimpleName(), span.file(), span.line());
  }
}
