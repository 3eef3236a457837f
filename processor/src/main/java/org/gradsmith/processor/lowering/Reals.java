/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.UnaryTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.ScalarRules;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.ir.scalar.Scalar;

/** Lowers expressions of type {@code double} and {@code float}: one operation after another. */
final class Reals {
  private static final List<Optional<Scalar>> IDENTITY = List.of(Optional.of(Scalar.operand(2)));

  private final Body body;

  Reals(Body body) {
    this.body = body;
  }

  /** What a real expression is: a variable with an adjoint, or a constant. */
  sealed interface Real {
    /** A variable. */
    record Known(Variable variable) implements Real {}

    /** Something no derivative flows through. */
    record Constant(Code code) implements Real {}

    /** Its value in Java. */
    default Code code() {
      return switch (this) {
        case Known(Variable variable) -> Code.of(variable);
        case Constant(Code code) -> code;
      };
    }
  }

  /** The value of an expression, in a variable of that name where it needs one. */
  Real of(ExpressionTree tree, String wanted) {
    if (body.draft.isPassive() || !body.varying.isVarying(tree)) {
      body.lost.refuse(tree);
      return new Real.Constant(body.plain.of(tree));
    }
    return switch (tree) {
      case ParenthesizedTree p -> of(p.getExpression(), wanted);
      case IdentifierTree i when body.draft.variable(body.source.element(i)).isPresent() ->
          new Real.Known(
              body.draft.variable(body.source.element(i)).orElseThrow(BodyDraft.Refusal::new));
      case AssignmentTree a -> new Real.Known(body.embedded.of(a, a.getVariable(), false));
      case CompoundAssignmentTree a -> new Real.Known(body.embedded.of(a, a.getVariable(), false));
      case UnaryTree u when isStep(u) ->
          new Real.Known(body.embedded.of(u, u.getExpression(), isPostfix(u)));
      default -> {
        Variable result = body.draft.fresh(wanted, body.source.type(tree));
        assign(result, true, tree);
        yield new Real.Known(result);
      }
    };
  }

  /** Assigns the value of an expression to a variable. */
  void assign(Variable target, boolean declares, ExpressionTree tree) {
    if (tree.getKind() == Tree.Kind.NULL_LITERAL) {
      throw body.draft.refusal(
          tree, "'%s' is a number".formatted(target.name()), "Use NaN, or a flag beside it.");
    }
    if (body.draft.isPassive() || !body.varying.isVarying(tree)) {
      put(target, new Expression.Plain(body.plain.of(tree)), declares, tree);
      return;
    }
    switch (tree) {
      case ParenthesizedTree p -> assign(target, declares, p.getExpression());
      case IdentifierTree _, MemberSelectTree _
          when body.source.element(tree) instanceof VariableElement field
              && Varying.isComponent(field) ->
          put(target, body.records.read(tree, field), declares, tree);
      case IdentifierTree _, AssignmentTree _, CompoundAssignmentTree _ ->
          copy(target, declares, of(tree, target.name()), tree);
      case BinaryTree b -> binary(target, declares, b);
      case UnaryTree u -> unary(target, declares, u);
      case TypeCastTree c -> cast(target, declares, c);
      case ArrayAccessTree a when !body.source.type(a).getKind().isPrimitive() ->
          throw body.draft.refusal(
              a, "numbers in an object have no derivative", "Keep them in a double[].");
      case ArrayAccessTree a -> {
        Variable array = body.calls.reference(a.getExpression());
        put(target, new Expression.Load(array, body.calls.index(a.getIndex())), declares, tree);
      }
      case ConditionalExpressionTree c -> conditional(target, declares, c);
      case SwitchExpressionTree s ->
          copy(target, declares, new Real.Known(body.calls.switches(s)), s);
      case MethodInvocationTree c -> new RealCalls(body).assign(target, declares, c);
      default ->
          throw body.draft.refusal(
              tree,
              "no derivative is known for this kind of expression",
              "Write it with + - * / and functions of Math.");
    }
  }

  void put(Variable target, Expression value, boolean declares, Tree tree) {
    body.draft.add(new Statement.Assign(target, value, declares, body.draft.span(tree)));
  }

  /** Assigns a number, converted where the types differ. */
  void copy(Variable target, boolean declares, Real value, Tree tree) {
    switch (value) {
      case Real.Constant(Code code) -> put(target, new Expression.Plain(code), declares, tree);
      case Real.Known(Variable source) -> {
        boolean same = source.type().equals(target.type());
        put(
            target,
            same
                ? new Expression.Copy(source)
                : new Expression.Compute(List.of(source), Code.of(source), IDENTITY),
            declares,
            tree);
      }
    }
  }

  /** Assigns the result of an operation on numbers, of which some may be constants. */
  void compute(
      Variable target,
      boolean declares,
      List<Real> operands,
      List<Optional<Scalar>> gradients,
      Code value,
      Tree tree) {
    List<Variable> variables = new ArrayList<>();
    List<Scalar> places = new ArrayList<>();
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      Optional<Variable> variable = variable(operands.get(i));
      if (variable.isPresent()) {
        places.add(Scalar.operand(variables.size()));
        variables.add(variable.get());
        kept.add(i);
      } else {
        places.add(Scalar.constant(literal(operands.get(i).code().toString())));
      }
    }
    places.add(Scalar.operand(variables.size()));
    places.add(Scalar.operand(variables.size() + 1));
    List<Optional<Scalar>> placed =
        kept.stream()
            .map(i -> gradients.get(i).map(g -> ScalarRules.substitute(g, places, List.of())))
            .toList();
    Expression compute = new Expression.Compute(variables, value, placed);
    boolean readsResult =
        placed.stream().flatMap(Optional::stream).anyMatch(g -> reads(g, variables.size()));
    if (!declares
        && readsResult) { // the variable may be overwritten, and the gradient needs this value
      Variable temporary = body.draft.fresh(target.name(), Variable.Kind.REAL, target.type());
      put(temporary, compute, true, tree);
      put(target, new Expression.Copy(temporary), false, tree);
    } else {
      put(target, compute, declares, tree);
    }
  }

  private static Optional<Variable> variable(Real operand) {
    return switch (operand) {
      case Real.Known(Variable variable) -> Optional.of(variable);
      case Real.Constant(Code code)
          when code.parts().getFirst() instanceof Code.Use(Variable used) ->
          Optional.of(used);
      case Real.Constant _ -> Optional.empty();
    };
  }

  private static double literal(String text) {
    String number = text.replaceAll("[_()]", "");
    char last = number.charAt(number.length() - 1);
    return last == 'f' || last == 'F'
        ? Float.parseFloat(number)
        : Double.parseDouble(
            last == 'L' || last == 'l' ? number.substring(0, number.length() - 1) : number);
  }

  /** Whether an expression reads operand {@code index}. */
  static boolean reads(Scalar tree, int index) {
    return switch (tree) {
      case Scalar.Operand(int at) -> at == index;
      case Scalar.Attribute _, Scalar.Constant _ -> false;
      case Scalar.Unary(var _, Scalar x) -> reads(x, index);
      case Scalar.Binary(var _, Scalar x, Scalar y) -> reads(x, index) || reads(y, index);
      case Scalar.IfLess(Scalar a, Scalar b, Scalar c, Scalar d) ->
          reads(a, index) || reads(b, index) || reads(c, index) || reads(d, index);
      case Scalar.IfEqual(Scalar a, Scalar b, Scalar c, Scalar d) ->
          reads(a, index) || reads(b, index) || reads(c, index) || reads(d, index);
    };
  }

  private void binary(Variable target, boolean declares, BinaryTree tree) {
    List<Real> operands = inOrder(List.of(tree.getLeftOperand(), tree.getRightOperand()));
    arithmetic(target, declares, tree.getKind(), operands.get(0), operands.get(1), tree);
  }

  /** Operands from left to right, each with the value it has when Java evaluates it. */
  List<Real> inOrder(List<? extends ExpressionTree> trees) {
    List<Real> operands = new ArrayList<>();
    for (ExpressionTree tree : trees) {
      Real[] next = new Real[1];
      String name = operands.isEmpty() ? "a" : "b";
      Statement.Block needed = body.draft.block(() -> next[0] = of(tree, name));
      for (int i = 0; i < operands.size() && !needed.statements().isEmpty(); i++) {
        operands.set(i, before(operands.get(i), trees.get(i), tree));
      }
      needed.statements().forEach(body.draft::add);
      operands.add(next[0]);
    }
    return operands;
  }

  /** An operand with its value from before another expression. */
  Real before(Real operand, ExpressionTree tree, Tree later) {
    Code code = body.embedded.before(operand.code(), tree, later);
    return switch (operand) {
      case Real.Known _ when code.parts().getFirst() instanceof Code.Use(Variable variable) ->
          new Real.Known(variable);
      case Real.Known _, Real.Constant _ -> new Real.Constant(code);
    };
  }

  private static boolean isStep(UnaryTree tree) {
    return switch (tree.getKind()) {
      case PREFIX_INCREMENT, PREFIX_DECREMENT -> true;
      default -> isPostfix(tree);
    };
  }

  private static boolean isPostfix(UnaryTree tree) {
    return tree.getKind() == Tree.Kind.POSTFIX_INCREMENT
        || tree.getKind() == Tree.Kind.POSTFIX_DECREMENT;
  }

  /** An operation of Java on two numbers. */
  void arithmetic(
      Variable target, boolean declares, Tree.Kind kind, Real left, Real right, Tree tree) {
    String row;
    String symbol;
    switch (kind) {
      case PLUS, PLUS_ASSIGNMENT -> {
        row = "add";
        symbol = " + ";
      }
      case MINUS, MINUS_ASSIGNMENT -> {
        row = "sub";
        symbol = " - ";
      }
      case MULTIPLY, MULTIPLY_ASSIGNMENT -> {
        row = "mul";
        symbol = " * ";
      }
      case DIVIDE, DIVIDE_ASSIGNMENT -> {
        row = "div";
        symbol = " / ";
      }
      case REMAINDER, REMAINDER_ASSIGNMENT -> {
        row = "fmod";
        symbol = " % ";
      }
      default ->
          throw body.draft.refusal(tree, "real numbers have no such operator", "Use + - * /.");
    }
    List<Real> operands = new ArrayList<>(List.of(pinned(left, tree), pinned(right, tree)));
    List<Optional<Scalar>> gradients = new ArrayList<>(MathFunctions.row(row));
    for (int i = 0; i < 2; i++) {
      if (operands.get(i) instanceof Real.Constant) {
        gradients.set(i, Optional.empty());
      }
    }
    boolean isNarrowed = target.type().equals("float") && operandType(tree).equals("double");
    Code computed =
        Code.builder()
            .code(operands.get(0).code())
            .text(symbol)
            .code(operands.get(1).code())
            .build();
    Code value =
        isNarrowed ? Code.builder().text("(float) (").code(computed).text(")").build() : computed;
    compute(target, declares, operands, gradients, value, tree);
  }

  /** A constant that is more than a literal or a variable becomes a variable. */
  Real pinned(Real value, Tree tree) {
    if (value instanceof Real.Constant(Code code)) {
      boolean simple = code.parts().size() == 1 && isSimple(code.parts().getFirst());
      return simple
          ? value
          : new Real.Constant(Code.of(body.draft.let("factor", operandType(tree), code, tree)));
    }
    return value;
  }

  /** The type in which Java computes: in {@code float} only where both operands fit into it. */
  private String operandType(Tree tree) {
    boolean isFloat =
        tree instanceof CompoundAssignmentTree c
            ? body.source.type(c.getVariable()).getKind() == TypeKind.FLOAT
                && body.source.type(c.getExpression()).getKind() != TypeKind.DOUBLE
            : body.source.type(tree).getKind() == TypeKind.FLOAT;
    return isFloat ? "float" : "double";
  }

  private static boolean isSimple(Code.Part part) {
    return part instanceof Code.Use
        || (part instanceof Code.Text(String text)
            && text.matches("-?[0-9.]+([eE][-+]?[0-9]+)?[dDfFlL]?"));
  }

  private void unary(Variable target, boolean declares, UnaryTree tree) {
    switch (tree.getKind()) {
      case UNARY_PLUS -> assign(target, declares, tree.getExpression());
      case PREFIX_INCREMENT, PREFIX_DECREMENT, POSTFIX_INCREMENT, POSTFIX_DECREMENT ->
          copy(target, declares, of(tree, target.name()), tree);
      case UNARY_MINUS -> {
        Real operand = of(tree.getExpression(), "a");
        Code value = Code.builder().text("-").code(operand.code()).build();
        compute(target, declares, List.of(operand), MathFunctions.row("neg"), value, tree);
      }
      default -> throw new IllegalStateException("the operator " + tree.getKind());
    }
  }

  private void cast(Variable target, boolean declares, TypeCastTree tree) {
    if (!JavaTypes.isReal(body.source.type(tree.getExpression()))) {
      throw body.draft.refusal(
          tree,
          "as an object the number has no derivative",
          "Keep it in a double, in a double[] or in a record component of type double.");
    }
    convert(target, declares, tree.getExpression(), tree);
  }

  /** A number in the precision of another type. */
  void convert(Variable target, boolean declares, ExpressionTree number, ExpressionTree tree) {
    String type = JavaTypes.text(body.source.type(tree));
    if (type.equals(JavaTypes.text(body.source.type(number)))) {
      assign(target, declares, number);
      return;
    }
    Real operand = of(number, "a");
    Code value = Code.builder().text("(" + type + ") ").code(operand.code()).build();
    compute(target, declares, List.of(operand), IDENTITY, value, tree);
  }

  private void conditional(Variable target, boolean declares, ConditionalExpressionTree tree) {
    Code condition = body.plain.of(tree.getCondition());
    if (declares) {
      body.draft.add(new Statement.Declare(target, body.draft.span(tree)));
    }
    body.calls.choose(
        condition,
        () -> assign(target, false, tree.getTrueExpression()),
        () -> assign(target, false, tree.getFalseExpression()),
        tree);
  }

  /** A number as a variable, also where it is a constant. */
  Variable variable(ExpressionTree tree, String wanted, TypeMirror type) {
    return switch (of(tree, wanted)) {
      case Real.Known(Variable variable) when variable.type().equals(JavaTypes.text(type)) ->
          variable;
      case Real other -> {
        Variable result = body.draft.fresh(wanted, type);
        copy(result, true, other, tree);
        yield result;
      }
    };
  }
}
