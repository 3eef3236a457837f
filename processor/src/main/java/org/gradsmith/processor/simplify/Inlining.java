/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.simplify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.gradsmith.ir.flow.Assigned;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.adjoint.Once;

/**
 * Puts the bodies of small methods on numbers into the place of their calls. A call of its own
 * costs an object, a field for each argument, and a look for the shadow of each array; for a helper
 * of three lines that is many times what it computes.
 */
final class Inlining {
  /** The largest method whose calls are replaced, in statements. */
  private static final int SMALL = 200;

  /** The largest method that calls are replaced in: HotSpot compiles no huge methods. */
  private static final int LARGE = 800;

  private final Map<String, FlowMethod> methods;
  private final UnaryOperator<FlowMethod> simplified;
  private final Map<String, FlowMethod> done = new LinkedHashMap<>();
  private final Deque<String> open = new ArrayDeque<>();

  private Inlining(Map<String, FlowMethod> methods, UnaryOperator<FlowMethod> simplified) {
    this.methods = methods;
    this.simplified = simplified;
  }

  /**
   * The methods with small helpers in the place of their calls, by the names of their sweeps.
   *
   * @param simplified makes a method simpler once its calls are replaced
   */
  static Map<String, FlowMethod> of(
      Map<String, FlowMethod> methods, UnaryOperator<FlowMethod> simplified) {
    Inlining inlining = new Inlining(methods, simplified);
    methods.keySet().forEach(inlining::method);
    return inlining.done;
  }

  /** A method in its new form; empty where it is not among those known, or calls itself. */
  private Optional<FlowMethod> method(String name) {
    FlowMethod known = methods.get(name);
    if (known == null || open.contains(name)) {
      return Optional.empty();
    }
    FlowMethod before = done.get(name);
    if (before != null) {
      return Optional.of(before);
    }
    open.push(name);
    FlowMethod inlined = simplified.apply(new Calls(known).of(known));
    open.pop();
    done.put(name, inlined);
    return Optional.of(inlined);
  }

  private final class Calls extends Rewriting {
    private final FlowMethod caller;
    private final FreshNames names;
    private final Set<Variable> once;
    private int size;

    Calls(FlowMethod caller) {
      this.caller = caller;
      this.names = new FreshNames(caller);
      this.once = Once.of(caller);
      this.size = Statements.count(caller.body());
    }

    @Override
    List<Statement> replaced(Statement statement) {
      if (statement instanceof Statement.Call call) {
        Optional<FlowMethod> callee = method(call.sweep()).filter(this::fits);
        if (callee.isPresent()) {
          size += Statements.count(callee.get().body());
          return body(call, callee.get());
        }
      }
      return List.of(statement);
    }

    private boolean fits(FlowMethod callee) {
      int added = Statements.count(callee.body());
      return !callee.isRecomputed()
          && added <= SMALL
          && size + added <= LARGE
          && packageOf(callee).equals(packageOf(caller))
          && Statements.onNumbers(callee.body())
          && callee.parameters().stream().noneMatch(Variable::isTensor)
          && callee.result().filter(Variable::isTensor).isEmpty();
    }

    private static String packageOf(FlowMethod method) {
      return method.className().substring(0, Math.max(0, method.className().lastIndexOf('.')));
    }

    private List<Statement> body(Statement.Call call, FlowMethod callee) {
      List<Statement> all = new ArrayList<>();
      Substitution substitution = new Substitution();
      Set<Variable> calleeOnce = Once.of(callee);
      if (callee.self().isPresent()) {
        bind(
            callee.self().get(),
            call.receiver().orElseThrow(),
            calleeOnce,
            substitution,
            all,
            call);
      }
      for (int i = 0; i < callee.parameters().size(); i++) {
        bind(
            callee.parameters().get(i),
            call.arguments().get(i),
            calleeOnce,
            substitution,
            all,
            call);
      }
      for (Variable local : Assigned.in(callee.body())) {
        if (!callee.parameters().contains(local)) {
          substitution.replace(local, names.like(local));
        }
      }
      all.addAll(substitution.of(callee.body()).statements());
      if (call.result().isPresent()) {
        Variable returned = substitution.of(callee.result().orElseThrow());
        all.add(assign(call.result().get(), returned, call));
      }
      return all;
    }

    /** Gives a parameter its value: the argument itself, where neither of them changes. */
    private void bind(
        Variable parameter,
        Variable argument,
        Set<Variable> calleeOnce,
        Substitution substitution,
        List<Statement> all,
        Statement.Call call) {
      if (calleeOnce.contains(parameter)
          && once.contains(argument)
          && parameter.type().equals(argument.type())
          && parameter.kind() == argument.kind()) {
        substitution.replace(parameter, argument);
      } else {
        Variable local = names.like(parameter);
        substitution.replace(parameter, local);
        all.add(assign(local, argument, call));
      }
    }

    private Statement assign(Variable target, Variable source, Statement.Call call) {
      Expression value =
          target.isReal() && source.isReal()
              ? new Expression.Copy(source)
              : new Expression.Plain(Code.of(source));
      return new Statement.Assign(target, value, true, call.span());
    }
  }
}
