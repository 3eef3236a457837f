/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Element;
import org.gradsmith.processor.frontend.Api;
import org.gradsmith.processor.frontend.MethodSource;
import org.gradsmith.processor.problem.DerivativeProblem.GradientLost;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that were read out of tensors: no derivative flows through them. In a condition or an
 * index that is meant; where such a number becomes part of a differentiable result it is an error,
 * unless the user says {@code detach()}.
 */
final class Lost {
  private static final Set<String> READERS = Set.of("item");

  private final MethodSource source;
  private final BodyDraft draft;
  private final Map<Element, Tree> variables = new HashMap<>();

  Lost(MethodSource source, BodyDraft draft) {
    this.source = source;
    this.draft = draft;
  }

  /** Notes that a variable is assigned an expression. */
  void assigned(Element variable, ExpressionTree value) {
    find(value).ifPresent(tree -> variables.put(variable, tree));
  }

  /** Reports a number that was read from a tensor and is about to be part of a result. */
  void refuse(ExpressionTree used) {
    if (!draft.isPassive()) {
      find(used)
          .ifPresent(tree -> {
            MethodInvocationTree call = (MethodInvocationTree) tree;
            String tensor =
                call.getMethodSelect() instanceof MemberSelectTree select
                    ? source.text(select.getExpression())
                    : "";
            draft.refuse(new GradientLost(source.place(tree), tensor, "item"));
          });
    }
  }

  private Optional<Tree> find(ExpressionTree value) {
    Tree[] found = {null};
    new RealParts(source) {
      @Override
      public @Nullable Void visitMethodInvocation(
          MethodInvocationTree call, @Nullable Void unused) {
        if (call.getMethodSelect() instanceof MemberSelectTree select
            && READERS.contains(select.getIdentifier().toString())
            && Api.isTensor(source.type(select.getExpression()))) {
          if (!isDetached(select.getExpression())) {
            found[0] = call;
          }
          return null;
        }
        return super.visitMethodInvocation(call, null);
      }

      @Override
      public @Nullable Void visitIdentifier(
          com.sun.source.tree.IdentifierTree name, @Nullable Void unused) {
        Tree lost = variables.get(source.element(name));
        if (lost != null) {
          found[0] = lost;
        }
        return null;
      }
    }.scan(value, null);
    return Optional.ofNullable(found[0]);
  }

  private static boolean isDetached(ExpressionTree tensor) {
    return tensor instanceof MethodInvocationTree call
        && call.getMethodSelect() instanceof MemberSelectTree select
        && (select.getIdentifier().contentEquals("detach")
            || select.getIdentifier().contentEquals("argmax")
            || select.getIdentifier().contentEquals("argmin"));
  }
}
