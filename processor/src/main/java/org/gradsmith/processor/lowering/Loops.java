/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.WhileLoopTree;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.lang.model.element.Element;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.TypeMirror;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.jspecify.annotations.Nullable;

/** Lowers the four kinds of loops to the one of the intermediate representation. */
final class Loops {
  private final Body body;
  private final BodyDraft draft;
  private final Statements statements;
  private final Exits exits;

  Loops(Body body, Statements statements, Exits exits) {
    this.body = body;
    this.draft = body.draft;
    this.statements = statements;
    this.exits = exits;
  }

  void counted(ForLoopTree tree, Optional<String> label) {
    draft.add(
        draft.block(() -> {
          tree.getInitializer().forEach(i -> statements.statement(i, Set.of()));
          draft.enter(tree);
          loop(
              tree,
              label,
              condition(tree.getCondition()),
              () -> {},
              tree.getStatement(),
              () -> tree.getUpdate().forEach(u -> statements.statement(u, Set.of())),
              true);
        }));
  }

  void repeated(WhileLoopTree tree, Optional<String> label) {
    loop(
        tree, label, condition(tree.getCondition()), () -> {}, tree.getStatement(), () -> {}, true);
  }

  void once(DoWhileLoopTree tree, Optional<String> label) {
    loop(
        tree,
        label,
        condition(tree.getCondition()),
        () -> {},
        tree.getStatement(),
        () -> {},
        false);
  }

  void each(EnhancedForLoopTree tree, Optional<String> label) {
    draft.add(
        draft.block(() -> {
          draft.enter(tree.getExpression());
          TypeMirror type = body.source.type(tree.getExpression());
          if (type instanceof ArrayType) {
            elements(tree, type, label);
          } else {
            objects(tree, label);
          }
        }));
  }

  private void elements(EnhancedForLoopTree tree, TypeMirror type, Optional<String> label) {
    Variable array =
        JavaTypes.kind(type) == Variable.Kind.ARRAY
            ? body.embedded.before( // the body may give the variable another array
                body.calls.reference(tree.getExpression()),
                tree.getExpression(),
                List.of(tree.getStatement()))
            : draft.let(
                "elements",
                JavaTypes.text(type),
                body.plain.of(tree.getExpression()),
                tree.getExpression());
    Variable index = draft.let("index", "int", Code.text("0"), tree);
    Code test = Code.builder().use(index).text(" < ").use(array).text(".length").build();
    loop(
        tree,
        label,
        () -> test,
        () -> {
          Element element = body.source.element(tree.getVariable());
          Variable variable = draft.declare(element);
          Expression value =
              array.kind() == Variable.Kind.ARRAY
                  ? new Expression.Load(array, Code.of(index))
                  : new Expression.Plain(
                      Code.builder().use(array).text("[").use(index).text("]").impure().build());
          draft.let(variable, value, tree.getVariable());
        },
        tree.getStatement(),
        () ->
            draft.add(
                new Statement.Assign(
                    index,
                    new Expression.Plain(Code.builder().use(index).text(" + 1").build()),
                    false,
                    draft.span(tree))),
        true);
  }

  private void objects(EnhancedForLoopTree tree, Optional<String> label) {
    Element element = body.source.element(tree.getVariable());
    if (JavaTypes.isReal(element.asType())) {
      throw draft.refusal(
          tree.getExpression(),
          "numbers in a collection have no derivative",
          "Keep them in a double[].");
    }
    CheckpointMark.of(tree, body.source)
        .ifPresent(_ -> {
          throw draft.refusal(
              tree.getExpression(),
              "where it is in the collection cannot be kept, as @Checkpoint asks for",
              "Loop over an index, or over an array.");
        });
    Variable iterator =
        draft.let(
            "iterator",
            "java.util.Iterator<? extends " + boxed(element.asType()) + ">",
            Code.builder()
                .code(body.plain.of(tree.getExpression()))
                .text(".iterator()")
                .impure()
                .build(),
            tree.getExpression());
    loop(
        tree,
        label,
        () -> Code.builder().use(iterator).text(".hasNext()").impure().build(),
        () ->
            draft.let(
                draft.declare(element),
                new Expression.Plain(Code.builder().use(iterator).text(".next()").impure().build()),
                tree.getVariable()),
        tree.getStatement(),
        () -> {},
        true);
  }

  private String boxed(TypeMirror type) {
    return type.getKind().isPrimitive()
        ? body.source
            .shadow()
            .types()
            .boxedClass(body.source.shadow().types().getPrimitiveType(type.getKind()))
            .getQualifiedName()
            .toString()
        : JavaTypes.text(type);
  }

  private void loop(
      Tree tree,
      Optional<String> label,
      Supplier<Code> condition,
      Runnable before,
      StatementTree turn,
      Runnable after,
      boolean testFirst) {
    Variable go = draft.fresh("go", Variable.Kind.PASSIVE, "boolean");
    int jumpsBefore = exits.jumps();
    Target end = exits.open(Target.Kind.BREAK, label);
    Statement.Block repeated = turns(tree, label, before, turn, after);
    boolean leaves = exits.jumps() > jumpsBefore;
    draft.enter(tree);
    Statement.Block test = draft.block(() -> test(go, leaves, condition, tree));
    Optional<CheckpointMark> mark = CheckpointMark.of(tree, body.source);
    Statement.Loop loop =
        new Statement.Loop(
            test,
            go,
            repeated,
            testFirst,
            mark.map(CheckpointMark::checkpointing),
            draft.span(tree));
    mark.ifPresent(m -> m.check(loop, tree, draft));
    draft.add(loop);
    exits.close(end);
    exits.arrive(end, tree);
  }

  private Supplier<Code> condition(@Nullable ExpressionTree tree) {
    return () -> tree == null ? Code.text("true") : body.plain.of(tree);
  }

  private Statement.Block turns(
      Tree tree, Optional<String> label, Runnable before, StatementTree turn, Runnable after) {
    return draft.block(() -> {
      int jumpsBefore = exits.jumps();
      Target next = exits.open(Target.Kind.CONTINUE, label);
      before.run();
      statements.statement(turn, Set.of(next));
      draft.enter(tree);
      exits.close(next);
      exits.arrive(next, tree);
      Statement.Block update = draft.block(after);
      if (exits.jumps() == jumpsBefore) {
        update.statements().forEach(draft::add);
      } else if (!update.statements().isEmpty()) { // a jump out of the loop leaves the update out
        body.calls.choose(
            exits.ordinary(), () -> update.statements().forEach(draft::add), () -> {}, tree);
      }
    });
  }

  /** Another turn, if nothing has jumped out and the condition holds; it is asked only then. */
  private void test(Variable go, boolean leaves, Supplier<Code> condition, Tree tree) {
    if (!leaves) {
      assign(go, condition.get(), tree);
      return;
    }
    Code[] asked = new Code[1];
    Statement.Block needed = draft.block(() -> asked[0] = condition.get());
    if (needed.statements().isEmpty()) {
      assign(
          go,
          Code.builder().code(exits.ordinary()).text(" && (").code(asked[0]).text(")").build(),
          tree);
      return;
    }
    body.calls.choose(
        exits.ordinary(),
        () -> {
          needed.statements().forEach(draft::add);
          assign(go, asked[0], tree);
        },
        () -> assign(go, Code.text("false"), tree),
        tree);
  }

  private void assign(Variable go, Code code, Tree tree) {
    draft.add(new Statement.Assign(go, new Expression.Plain(code), false, draft.span(tree)));
  }
}
