/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;

/**
 * Whether statements can be run again: they change nothing that would not be set back, and draw no
 * random numbers that would be others.
 */
public final class Rerunnable {
  private static final Pattern MOVE = Pattern.compile("java\\.lang\\.System\\.arraycopy\\(.*");
  private static final Pattern MADE =
      Pattern.compile("new .*|.*\\.clone\\(\\)|java\\.util\\.Arrays\\.copyOf(Range)?\\(.*");
  private static final Pattern RANDOM =
      Pattern.compile(
          "java\\.util\\.(Random|SplittableRandom|random\\.\\w+|concurrent\\.ThreadLocalRandom)");
  private static final Pattern PLAIN =
      Pattern.compile(
          "boolean|byte|short|char|int|long|java\\.lang\\.\\w+|org\\.gradsmith\\.tensor\\.Tensor\\[\\]"
              + "|java\\.util\\.List<(\\? extends )?org\\.gradsmith\\.tensor\\.Tensor>|\\w+(\\[\\])+");

  private final Map<Variable, Expression> declared = new HashMap<>();
  private Optional<String> objection = Optional.empty();

  private Rerunnable() {}

  /** Why a method cannot be run again, as the rest of a sentence; empty if it can. */
  public static Optional<String> objection(FlowMethod method) {
    Rerunnable rerunnable = new Rerunnable();
    Activity.walk(method.body(), rerunnable::visit);
    return rerunnable.objection;
  }

  /**
   * Why the turns of a loop cannot be run again, as the rest of a sentence; empty if they can.
   *
   * @param isRecord whether a type is a record of tensors alone
   */
  public static Optional<String> objection(Statement.Loop loop, Predicate<String> isRecord) {
    Rerunnable rerunnable = new Rerunnable();
    rerunnable.test(loop);
    Activity.walk(loop.body(), rerunnable::visit);
    LoopState state = LoopState.of(loop.body());
    Activity.walk(loop.body(), s -> rerunnable.writes(s, state));
    for (Variable variable : state.assigned()) {
      boolean fits =
          variable.kind() != Variable.Kind.PASSIVE
              || PLAIN.matcher(variable.type()).matches()
              || isRecord.test(variable.type());
      if (!fits) {
        rerunnable.object(
            "its turns hand on '%s' of type '%s', whose state nobody knows how to keep"
                .formatted(variable.name(), variable.type()));
      }
    }
    return rerunnable.objection;
  }

  /**
   * Why something that a method calls where it runs again cannot be run again, as the rest of a
   * sentence.
   *
   * @param methods by the names of their sweeps
   */
  public static Optional<String> calleeObjection(
      FlowMethod method, Map<String, FlowMethod> methods) {
    Set<String> called = new LinkedHashSet<>();
    if (method.isRecomputed()) {
      calls(method.body(), called);
    }
    Activity.walk(
        method.body(),
        s -> {
          if (s instanceof Statement.Loop loop && loop.checkpoints().isPresent()) {
            calls(loop.body(), called);
          }
        });
    Deque<String> open = new ArrayDeque<>(called);
    while (!open.isEmpty()) {
      FlowMethod callee = methods.get(open.remove());
      if (callee != null) {
        Optional<String> objection = objection(callee);
        if (objection.isPresent()) {
          return objection.map(why -> "in '%s' %s".formatted(callee.name(), why));
        }
        Set<String> further = new LinkedHashSet<>();
        calls(callee.body(), further);
        further.stream().filter(called::add).forEach(open::add);
      }
    }
    return Optional.empty();
  }

  private static void calls(Statement body, Set<String> into) {
    Activity.walk(
        body,
        s -> {
          if (s instanceof Statement.Call call) {
            into.add(call.sweep());
          }
        });
  }

  private void object(String why) {
    if (objection.isEmpty()) {
      objection = Optional.of(why);
    }
  }

  /** The condition may be asked more often, and must not change anything. */
  private void test(Statement.Loop loop) {
    Set<Variable> own = new HashSet<>(LoopState.of(loop.test()).declared());
    own.add(loop.go());
    Activity.walk(
        loop.test(),
        s -> {
          boolean changes =
              (s instanceof Statement.Assign assign && !own.contains(assign.target()))
                  || s instanceof Statement.Store
                  || s instanceof Statement.Effect
                  || s instanceof Statement.Call
                  || s instanceof Statement.Apply
                  || s instanceof Statement.CallFunction;
          if (changes) {
            object("its condition does more than compare");
          }
        });
  }

  private void visit(Statement statement) {
    if (statement instanceof Statement.Effect(Code code, var span)
        && !MOVE.matcher(code.toString()).matches()) {
      object("the effect in line %d, '%s', would happen again".formatted(span.line(), span.text()));
    }
    for (Code code : Codes.of(statement)) {
      if (code.toString().contains("org.gradsmith.compiled.flow.Write.")) {
        object(
            "line %d writes to a tensor in place, which would happen again"
                .formatted(statement.span().line()));
      }
      boolean draws =
          code.toString().contains("java.lang.Math.random(")
              || code.reads().stream().anyMatch(v -> RANDOM.matcher(v.type()).matches());
      if (draws) {
        object(
            "line %d draws random numbers of Java, which would be others; use those of the library"
                .formatted(statement.span().line()));
      }
    }
    if (statement instanceof Statement.Assign assign && assign.declares()) {
      declared.put(assign.target(), assign.value());
    }
  }

  private void writes(Statement statement, LoopState state) {
    if (statement instanceof Statement.Store store && state.declared().contains(store.array())) {
      Expression made = declared.get(store.array());
      boolean isNew =
          made instanceof Expression.NewArray
              || (made instanceof Expression.Plain(Code code)
                  && MADE.matcher(code.toString()).matches());
      if (!isNew) {
        object(
            "line %d writes to an array that belongs to something else; give it a variable before the loop"
                .formatted(store.span().line()));
      }
    }
    if (statement instanceof Statement.Call call
        && call.arguments().stream()
            .anyMatch(v -> v.type().matches("(double|float)(\\[\\]){2,}"))) {
      object(
          "line %d passes an array of arrays to a method, which may write to it"
              .formatted(call.span().line()));
    }
  }
}
