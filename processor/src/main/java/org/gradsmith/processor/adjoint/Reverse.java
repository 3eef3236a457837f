/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.gradsmith.ir.Span;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.CountedLoop;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;

/**
 * Reverse-mode differentiation of a method with control flow. The reverse sweep takes the
 * statements from last to first and sets local variables back as it goes, so an expression in it
 * means what it meant in the forward sweep: a variable that is overwritten is pushed before, and
 * popped when its assignment is reversed; one that ends with its block is kept at the end of the
 * block. Only what the reverse sweep reads is kept, which is found by writing it, with more and
 * more variables known to be needed, until nothing new is.
 */
public final class Reverse {
  private final FlowMethod method;
  private final Names names;
  private final Set<Variable> active;
  private final Set<Statement> live;
  private final Set<Variable> once;
  private final Set<Variable> needed = new HashSet<>();
  private final Set<Variable> fixed;
  private final Set<String> primitives = new TreeSet<>();
  private final Tensors tensors;
  private final ArrayUses arrays;
  private final Reloads reloads;
  private final Set<Statement> lasting;
  private final RealLines reals;
  private final ElementLines elements;
  private final Set<Statement> counting = Collections.newSetFromMap(new IdentityHashMap<>());
  private final IdentityHashMap<Statement, CountedLoop> counted = new IdentityHashMap<>();

  private Reverse(FlowMethod method, Predicate<String> readers) {
    this.method = method;
    this.names = new Names(method);
    this.active = Activity.of(method);
    this.live = Liveness.of(method);
    this.once = Once.of(method);
    this.fixed = Once.inCall(method, once);
    this.tensors = new Tensors(names, once, primitives, StaleSlots.of(method));
    this.arrays = ArrayUses.of(method, once, readers);
    this.reloads = Reloads.of(method, once, arrays);
    this.lasting = LastingStores.of(method, once, arrays);
    Increments increments = Increments.of(method, active, once);
    this.reals = new RealLines(names, active, increments);
    this.elements = new ElementLines(names, active, once, increments);
  }

  /**
   * The sweeps of a method.
   *
   * @param readers the methods, by the names of their classes, that only read the arrays that they
   *     are given
   */
  public static Sweeps differentiate(FlowMethod method, Predicate<String> readers) {
    return new Reverse(method, readers).run();
  }

  /** What becomes of a statement. */
  record Both(List<Line> forward, List<Line> reverse) {
    static Both forward(List<Line> lines) {
      return new Both(lines, List.of());
    }
  }

  private Sweeps run() {
    Both both;
    Set<Variable> mentioned;
    Set<Variable> conditions = new HashSet<>(); // each loop asks its own anew
    Activity.walk(
        method.body(),
        s -> {
          if (s instanceof Statement.Loop loop) {
            conditions.add(loop.go());
          }
        });
    do {
      mentioned = new LinkedHashSet<>();
      both = whole();
      mentioned.addAll(Line.mentions(both.reverse()));
      mentioned.removeAll(conditions);
    } while (needed.addAll(mentioned));
    both = Restores.withoutUnread(both);
    List<Line> backward = Zeros.without(both.reverse());
    SequencedMap<Integer, Variable> bars = new LinkedHashMap<>();
    for (int i = 0; i < method.parameters().size(); i++) {
      Variable parameter = method.parameters().get(i);
      if (active.contains(parameter)) {
        bars.put(i, names.bar(parameter));
      }
    }
    Set<Variable> kept = new LinkedHashSet<>();
    KeptFields.collect(both.forward(), kept);
    return new Sweeps(
        method,
        both.forward(),
        backward,
        bars,
        primitives,
        kept,
        arrays.onlyReads(),
        reloads.readsParameters());
  }

  private Both whole() {
    List<Line> start = new ArrayList<>();
    List<Variable> given = new ArrayList<>(method.parameters());
    List<Variable> parameters = new ArrayList<>(method.parameters());
    method.self().ifPresent(parameters::add);
    for (int i = 0; i < method.parameters().size(); i++) {
      Variable parameter = method.parameters().get(i);
      if (parameter.isTensor() && !method.constants().contains(i)) {
        start.add(new Line.Let(names.slot(parameter), Tensors.slotOf(parameter), true));
        given.add(names.slot(parameter));
      }
    }
    Scope scope = new Scope(names, active, once, needed, fixed, arrays, false);
    scope.assigned(given);
    scope.add(new Both(start, List.of()));
    statements(method.body(), scope);
    method
        .result()
        .filter(active::contains)
        .ifPresent(r ->
            scope.add(
                new Both(
                    List.of(),
                    List.of(
                        new Line.Add(
                            names.bar(r),
                            Code.text(
                                r.type().equals("float") ? "(float) resultBar" : "resultBar"))))));
    return scope.close(parameters);
  }

  private void statements(Statement.Block block, Scope scope) {
    Span[] last = {Span.NONE};
    CountedLoop.of(block)
        .filter(c -> c.loop().checkpoints().isEmpty())
        .ifPresent(c -> {
          counting.add(c.step());
          counted.put(c.loop(), c);
        });
    for (Statement statement : block.statements()) {
      Both both = statement(statement, scope);
      boolean comment =
          !(statement instanceof Statement.Declare) && !statement.span().equals(last[0]);
      if (comment) {
        List<Line> at = List.of(new Line.At(statement.span()));
        both =
            new Both(
                both.forward().isEmpty() ? List.of() : Line.joined(at, both.forward()),
                both.reverse().isEmpty() ? List.of() : Line.joined(at, both.reverse()));
      }
      scope.add(both);
    }
  }

  private Both block(Statement.Block block, Scope outer, boolean inLoop) {
    Scope scope = new Scope(names, active, once, needed, fixed, arrays, inLoop);
    scope.inherit(outer);
    statements(block, scope);
    Both both = scope.close(List.of());
    outer.assigned(scope.assignedOutside());
    return both;
  }

  private Both statement(Statement statement, Scope scope) {
    return switch (statement) {
      case Statement.Block block -> {
        Both both = block(block, scope, scope.inLoop());
        yield new Both(CountedTurns.grouped(both.forward()), CountedTurns.grouped(both.reverse()));
      }
      case Statement.Declare declare -> declare(declare.variable());
      case Statement.Assign assign -> assign(assign, scope);
      case Statement.Apply apply -> tensors.apply(apply);
      case Statement.Store store -> {
        if (lasting.contains(store)) {
          scope.stored(store);
        }
        yield elements.store(store);
      }
      case Statement.Hold hold -> elements.hold(hold);
      case Statement.Effect effect -> Both.forward(List.of(new Line.Do(effect.code())));
      case Statement.Call call -> new CallLines(names, active).of(call, reloads.unstable(call));
      case Statement.CallFunction call -> tensors.function(call);
      case Statement.Write write -> Tensors.write(write);
      case Statement.Guarded guarded -> guarded(guarded, scope);
      case Statement.If choice -> choose(choice, scope);
      case Statement.Loop loop -> {
        CountedLoop known = counted.get(loop);
        yield known == null ? loop(loop, scope) : counted(known, scope);
      }
    };
  }

  /** The reverse sweep has nothing to close: what was opened was closed in the forward sweep. */
  private Both guarded(Statement.Guarded guarded, Scope scope) {
    Both body = block(guarded.body(), scope, scope.inLoop());
    Both end = block(guarded.end(), scope, scope.inLoop());
    return new Both(
        List.of(new Line.Guarded(guarded.resources(), body.forward(), end.forward())),
        Line.joined(CountedTurns.grouped(end.reverse()), CountedTurns.grouped(body.reverse())));
  }

  private Both declare(Variable variable) {
    List<Line> lines = new ArrayList<>();
    lines.add(new Line.Let(variable, PrimalText.zero(variable), true));
    if (variable.isTensor()) {
      lines.add(
          new Line.Let(
              names.slot(variable),
              Code.builder().type("org.gradsmith.compiled.flow.Slot").text(".NONE").build(),
              true));
    }
    return Both.forward(lines);
  }

  private Both assign(Statement.Assign assign, Scope scope) {
    Variable target = assign.target();
    List<Line> forward = new ArrayList<>();
    List<Line> restored = new ArrayList<>();
    List<Variable> written =
        target.isTensor() ? List.of(target, names.slot(target)) : List.of(target);
    if (assign.declares() || counting.contains(assign)) {
      scope.assigned(written);
    } else {
      written.forEach(v -> scope.overwrite(v, assign.value(), forward, restored));
    }
    List<Line> derivative = new ArrayList<>();
    Code value =
        assign.value() instanceof Expression.Load load
            ? PrimalText.element(load, reloads.again(assign))
            : PrimalText.value(assign.value());
    forward.add(new Line.Let(target, value, assign.declares()));
    if (target.isTensor()) {
      forward.add(slot(target, assign));
    }
    if (!target.isReal() || live.contains(assign)) {
      derivative(assign, derivative);
    }
    return new Both(forward, Line.joined(restored, derivative));
  }

  private void derivative(Statement.Assign assign, List<Line> derivative) {
    Variable target = assign.target();
    switch (assign.value()) {
      case Expression.Plain _, Expression.NewArray _ -> reals.killed(assign, derivative);
      case Expression.Copy _, Expression.Compute _ -> reals.assign(assign, derivative);
      case Expression.Load load -> {
        elements.load(assign, load, derivative);
        reals.killed(assign, derivative);
      }
      case Expression.Part part -> {
        elements.part(assign, part, derivative);
        reals.killed(assign, derivative);
      }
      case Expression.Lift lift -> tensors.lift(target, lift, active, derivative);
    }
  }

  private Line slot(Variable target, Statement.Assign assign) {
    Code code =
        switch (assign.value()) {
          case Expression.Copy(Variable source) when source.isTensor() ->
              tensors.slot(assign, source);
          case Expression.Lift lift
              when active.contains(lift.number())
                  || lift.tangent().filter(active::contains).isPresent() ->
              Code.builder().text("flow.mark(").use(target).text(")").impure().build();
          default -> Tensors.slotOf(target);
        };
    return new Line.Let(names.slot(target), code, assign.declares());
  }

  private Both choose(Statement.If choice, Scope scope) {
    Set<Variable> before = scope.maybeAssigned();
    Both then = block(choice.then(), scope, scope.inLoop());
    Set<Variable> after = scope.maybeAssigned();
    scope.reset(before);
    Both otherwise = block(choice.otherwise(), scope, scope.inLoop());
    scope.assigned(after);
    Code condition = Code.of(choice.condition());
    List<Line> reverse =
        then.reverse().isEmpty() && otherwise.reverse().isEmpty()
            ? List.of()
            : List.of(new Line.Choose(condition, then.reverse(), otherwise.reverse()));
    return new Both(
        then.forward().isEmpty() && otherwise.forward().isEmpty()
            ? List.of()
            : List.of(new Line.Choose(condition, then.forward(), otherwise.forward())),
        reverse);
  }

  /** A loop whose index says which turn it is: nothing is kept of the turns themselves. */
  private Both counted(CountedLoop counted, Scope scope) {
    Statement.Loop loop = counted.loop();
    changes(loop, scope);
    Both test = block(loop.test(), scope, true);
    Both body = block(loop.body(), scope, true);
    List<Line> forward = List.of(new Line.Turns(test.forward(), loop.go(), body.forward(), true));
    return body.reverse().isEmpty()
        ? Both.forward(forward)
        : new Both(
            forward,
            new Sums(names, arrays)
                .around(
                    loop,
                    body.reverse(),
                    counted.index(),
                    new Line.CountDown(
                        counted.index(), counted.start(), counted.end(), body.reverse())));
  }

  private Both loop(Statement.Loop loop, Scope scope) {
    changes(loop, scope);
    Both test = block(loop.test(), scope, true);
    Both body = block(loop.body(), scope, true);
    boolean isCheckpointed =
        loop.checkpoints().isPresent() && test.reverse().isEmpty() && !body.reverse().isEmpty();
    return isCheckpointed
        ? new CheckpointLines(names, loop).of(test.forward(), body)
        : CountedTurns.of(names.of(loop, "turns", "turns", "int"), loop, test, body);
  }

  /** What a turn assigns may hold a value when it begins. */
  private void changes(Statement.Loop loop, Scope scope) {
    Set<Variable> changed = new HashSet<>();
    Activity.walk(
        loop,
        s -> {
          if (s instanceof Statement.Assign assign && !assign.declares()) {
            changed.add(assign.target());
            if (assign.target().isTensor()) {
              changed.add(names.slot(assign.target()));
            }
          }
        });
    changed.remove(loop.go());
    scope.assigned(changed);
  }
}
