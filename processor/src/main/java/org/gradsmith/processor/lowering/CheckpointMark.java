/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import org.gradsmith.annotation.Checkpoint;
import org.gradsmith.ir.flow.Checkpointing;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.processor.adjoint.Rerunnable;
import org.gradsmith.processor.frontend.Api;
import org.gradsmith.processor.frontend.MethodSource;
import org.gradsmith.processor.problem.SubsetProblem.UnsupportedExpression;
import org.jspecify.annotations.Nullable;

/**
 * {@code @Checkpoint} at the variable of a loop.
 *
 * @param variable the variable
 * @param checkpointing what the annotation asks for
 */
record CheckpointMark(VariableTree variable, Checkpointing checkpointing, Elements elements) {
  /** The annotation of a loop. */
  static Optional<CheckpointMark> of(Tree loop, MethodSource source) {
    List<? extends Tree> declared =
        switch (loop) {
          case ForLoopTree counted -> counted.getInitializer();
          case EnhancedForLoopTree each -> List.of(each.getVariable());
          default -> List.of();
        };
    return declared.stream()
        .filter(VariableTree.class::isInstance)
        .map(VariableTree.class::cast)
        .flatMap(v ->
            Api.mirror(source.element(v), Checkpoint.class).stream()
                .map(m -> new CheckpointMark(v, read(m), source.shadow().elements())))
        .findFirst();
  }

  /** Refuses annotations at variables that are not those of a {@code for} loop. */
  static void refuseOthers(MethodSource source, BodyDraft draft) {
    Set<Tree> ofLoops = new HashSet<>();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitForLoop(ForLoopTree tree, @Nullable Void unused) {
        ofLoops.addAll(tree.getInitializer());
        return super.visitForLoop(tree, null);
      }

      @Override
      public @Nullable Void visitEnhancedForLoop(EnhancedForLoopTree tree, @Nullable Void unused) {
        ofLoops.add(tree.getVariable());
        return super.visitEnhancedForLoop(tree, null);
      }

      @Override
      public @Nullable Void visitVariable(VariableTree tree, @Nullable Void unused) {
        source
            .annotation(tree.getModifiers(), Checkpoint.class)
            .filter(_ -> !ofLoops.contains(tree))
            .ifPresent(place ->
                draft.refuse(
                    new UnsupportedExpression(
                        place,
                        "@Checkpoint at '%s'".formatted(tree.getName()),
                        "it is the variable of no 'for' loop",
                        "Annotate the variable of the loop that is to run again, or the method.")));
        return super.visitVariable(tree, null);
      }
    }.scan(source.tree().getBody(), null);
  }

  private static Checkpointing read(AnnotationMirror annotation) {
    boolean isBinomial = false;
    int snapshots = 0;
    for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> entry :
        annotation.getElementValues().entrySet()) {
      Object value = entry.getValue().getValue();
      if (entry.getKey().getSimpleName().contentEquals("schedule")) {
        isBinomial = value.toString().endsWith("BINOMIAL");
      } else if (value instanceof Integer count) {
        snapshots = count;
      }
    }
    return new Checkpointing(isBinomial, snapshots);
  }

  /** Refuses a loop that cannot be run again from the states of its turns. */
  void check(Statement.Loop loop, Tree tree, BodyDraft draft) {
    int snapshots = checkpointing.snapshots();
    if (snapshots < 0 || snapshots == 1 || (snapshots > 0 && !checkpointing.isBinomial())) {
      throw refusal(
          draft,
          "'snapshots' is %d".formatted(snapshots),
          "Give 2 or more with the schedule BINOMIAL, or leave it out.");
    }
    Rerunnable.objection(loop, this::holdsTensorsAlone)
        .ifPresent(why -> {
          throw refusal(draft, why, "Take it out of the loop, or leave @Checkpoint off.");
        });
  }

  private BodyDraft.Refusal refusal(BodyDraft draft, String why, String remedy) {
    return draft.refusal(
        variable,
        "a loop with @Checkpoint runs its turns again in the reverse sweep, and " + why,
        remedy);
  }

  private boolean holdsTensorsAlone(String type) {
    TypeElement element = elements.getTypeElement(type);
    return element != null
        && !element.getRecordComponents().isEmpty()
        && element.getRecordComponents().stream().allMatch(c -> Api.isTensor(c.asType()));
  }
}
