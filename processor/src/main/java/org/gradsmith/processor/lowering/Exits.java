/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.Tree;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;

/**
 * Jumps as conditions. A jump to where control would get anyway does nothing; another one puts the
 * number of its target into a variable, and what lies between is done only while that is 0.
 */
final class Exits {
  private final BodyDraft draft;
  private final Deque<Target> targets = new ArrayDeque<>();
  private final Variable jump;
  private int count;
  private int jumps;

  Exits(BodyDraft draft) {
    this.draft = draft;
    this.jump = draft.fresh("jump", Variable.Kind.PASSIVE, "int");
  }

  /** A target that is around from now on. */
  Target open(Target.Kind kind, Optional<String> label) {
    Target target = new Target(++count, kind, label);
    targets.push(target);
    return target;
  }

  void close(Target target) {
    targets.remove(target);
  }

  Target find(Predicate<Target> wanted) {
    return targets.stream().filter(wanted).findFirst().orElseThrow();
  }

  /** How many jumps have set the variable so far. */
  int jumps() {
    return jumps;
  }

  /** The variable, if any jump sets it. */
  Optional<Variable> variable() {
    return jumps == 0 ? Optional.empty() : Optional.of(jump);
  }

  /** Jumps. */
  void to(Target target, Set<Target> tail, Tree tree) {
    if (!tail.contains(target)) {
      jumps++;
      target.jump();
      set(target.code(), tree);
    }
  }

  private void set(int code, Tree tree) {
    draft.add(
        new Statement.Assign(
            jump,
            new Expression.Plain(Code.text(Integer.toString(code))),
            false,
            draft.span(tree)));
  }

  /** Whether control is on its ordinary way. */
  Code ordinary() {
    return Code.builder().use(jump).text(" == 0").impure().build();
  }

  /** A jump to this target has arrived. */
  void arrive(Target target, Tree tree) {
    if (target.isJumpedTo()) {
      Variable arrived =
          draft.let(
              "arrived",
              "boolean",
              Code.builder().use(jump).text(" == " + target.code()).impure().build(),
              tree);
      draft.add(
          new Statement.If(
              arrived, draft.block(() -> set(0, tree)), draft.block(() -> {}), draft.span(tree)));
    }
  }
}
