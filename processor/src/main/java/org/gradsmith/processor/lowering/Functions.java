/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.adjoint.Tangent;
import org.gradsmith.processor.frontend.Api;
import org.gradsmith.processor.frontend.MethodSource;

/**
 * Lowers functions as values: a lambda becomes a method with a class of its own, as does the method
 * that a method reference names, and the object that stands for it knows the class. A call of such
 * an object asks it for the class, so a solver is written once and used with many functions.
 */
final class Functions {
  private static final int MOST_PARAMETERS = 4;

  private final Body body;
  private final String sweep;
  private final List<FlowMethod> made = new ArrayList<>();
  private int lambdas;

  /**
   * Starts lowering.
   *
   * @param sweep the simple name of the class of the method, after which its lambdas are named
   */
  Functions(Body body, String sweep) {
    this.body = body;
    this.sweep = sweep;
  }

  /** The lambdas that were lowered, and those in them. */
  List<FlowMethod> made() {
    return made;
  }

  /** Whether a call is one of a function that is known when the method runs. */
  boolean isCall(MethodInvocationTree tree) {
    return !body.draft.isOfTensors()
        && source().element(tree) instanceof ExecutableElement method
        && FunctionTypes.isCall(tree, method, source());
  }

  private MethodSource source() {
    return body.source;
  }

  /** Calls a function; what it returns, if anything. */
  Optional<Variable> call(MethodInvocationTree tree, Optional<Variable> wanted) {
    ExpressionTree receiver = Tensors.receiver(tree).orElseThrow();
    ExecutableType type = FunctionTypes.descriptor(source().type(receiver), source()).orElseThrow();
    if (type.getParameterTypes().size() > MOST_PARAMETERS) {
      throw body.draft.refusal(
          tree,
          "functions of more than %d parameters are not followed".formatted(MOST_PARAMETERS),
          "Pass a record.");
    }
    Variable function = body.calls.argument(receiver, source().type(receiver));
    List<Variable> arguments = new ArrayList<>();
    for (int i = 0; i < tree.getArguments().size(); i++) {
      arguments.add(
          body.calls.argument(
              tree.getArguments().get(i), FunctionTypes.bound(type.getParameterTypes().get(i))));
    }
    String name = source().element(tree).getSimpleName().toString();
    Variable call = body.draft.fresh(name + "Call", Variable.Kind.PASSIVE, Tangent.FUNCTION_RUN);
    Optional<Variable> result =
        type.getReturnType().getKind() == TypeKind.VOID
            ? Optional.empty()
            : Optional.of(
                wanted.orElseGet(() -> body.draft.fresh(name + "Result", source().type(tree))));
    body.draft.add(
        new Statement.Call(
            call.type(),
            call,
            Optional.of(function),
            arguments,
            result,
            false,
            body.draft.span(tree)));
    return result;
  }

  /** The object that stands for a function which can be followed; empty for other functions. */
  Optional<Variable> of(ExpressionTree tree) {
    boolean function = tree instanceof LambdaExpressionTree || tree instanceof MemberReferenceTree;
    if (!function || body.draft.isPassive() || body.draft.isOfTensors()) {
      return Optional.empty();
    }
    Optional<ExecutableType> type = FunctionTypes.descriptor(source().type(tree), source());
    if (type.filter(t -> FunctionTypes.isFollowed(t)).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        switch (tree) {
          case LambdaExpressionTree lambda -> lambda(lambda, type.get());
          case MemberReferenceTree reference -> reference(reference, type.get());
          default -> throw new IllegalStateException("a function that is " + tree.getKind());
        });
  }

  private Variable lambda(LambdaExpressionTree tree, ExecutableType type) {
    String name = sweep + "__lambda" + ++lambdas;
    Map<Element, Variable> captured = Captured.of(tree, body);
    MethodSource source = source().function(tree, List.copyOf(captured.keySet()));
    MethodLowering.Result result =
        MethodLowering.function(source, name, FunctionTypes.bound(type.getReturnType()), captured);
    result.problems().forEach(body.draft::refuse);
    body.helpers.addAll(result.helpers());
    made.addAll(result.functions());
    result.method().ifPresent(made::add);
    if (!result.problems().isEmpty()) {
      throw new BodyDraft.Refusal();
    }
    List<Variable> passed = new ArrayList<>(new Captured(body).passed(captured, tree));
    int before = passed.size();
    if (body.self.isTensor()) {
      passed.addFirst(body.self);
      before++;
    } else if (result.method().get().self().isPresent()) {
      passed.addFirst(body.self);
    }
    String packageName =
        source().shadow().elements().getPackageOf(body.owner).getQualifiedName().toString();
    String full = packageName.isEmpty() ? name : packageName + "." + name;
    return object(full, passed, before, tree);
  }

  private Variable reference(MemberReferenceTree tree, ExecutableType type) {
    if (!(source().element(tree) instanceof ExecutableElement method)
        || !body.calls.hasBody(method)
        || method.isVarArgs()) {
      throw body.draft.refusal(
          tree, "the method behind it has no body to follow", "Write it as a lambda.");
    }
    boolean isStatic = method.getModifiers().contains(Modifier.STATIC);
    boolean bound = !isStatic && body.carriers.isValue(tree.getQualifierExpression());
    int receivers = isStatic || bound ? 0 : 1;
    refuseConversions(tree, method, type, receivers);
    if (!isStatic) {
      body.calls.refuseOverridable(tree, method);
    }
    if (!Api.isDifferentiable(method)) {
      body.helpers.add(method);
    }
    List<Variable> passed = new ArrayList<>();
    if (bound) {
      ExpressionTree object = tree.getQualifierExpression();
      passed.add(body.calls.argument(object, source().type(object)));
    }
    String name = SweepNames.canonical(method, source().shadow().elements());
    return object(name, passed, -receivers, tree);
  }

  private void refuseConversions(
      MemberReferenceTree tree, ExecutableElement method, ExecutableType type, int receivers) {
    List<String> given =
        type.getParameterTypes().stream()
            .skip(receivers)
            .map(t -> JavaTypes.text(FunctionTypes.bound(t)))
            .toList();
    List<String> taken =
        method.getParameters().stream().map(p -> JavaTypes.text(p.asType())).toList();
    String returned = JavaTypes.text(method.getReturnType());
    if (!given.equals(taken)
        || !returned.equals(JavaTypes.text(FunctionTypes.bound(type.getReturnType())))) {
      throw body.draft.refusal(tree, "its types are converted on the way", "Write it as a lambda.");
    }
  }

  /**
   * The object.
   *
   * @param passed what each call is given before its own arguments
   * @param before how many adjoints of arguments come before those of the call's own
   */
  private Variable object(String name, List<Variable> passed, int before, ExpressionTree tree) {
    TypeMirror type = source().type(tree);
    String raw = JavaTypes.text(source().shadow().types().erasure(type));
    Code.Builder code = Code.builder().text("flow.function(").type(raw).text(".class, ");
    code.part(new Code.Generated(name)).text("::new, " + before + ", new Object[] {");
    for (int i = 0; i < passed.size(); i++) {
      code.text(i == 0 ? "" : ", ").use(passed.get(i));
    }
    return body.draft.let("function", JavaTypes.text(type), code.text("})").impure().build(), tree);
  }
}
