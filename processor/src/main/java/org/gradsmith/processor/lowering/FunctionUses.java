/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import org.gradsmith.ir.flow.Variable;
import org.jspecify.annotations.Nullable;

/** What a method does with a variable that holds a function. */
final class FunctionUses {
  private final Body body;
  private int all;
  private int followed;

  FunctionUses(Body body) {
    this.body = body;
  }

  /** Whether the function is only called, or given to methods that are followed. */
  boolean onlyFollowed(Variable variable) {
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      private boolean is(@Nullable Tree tree) {
        return tree instanceof IdentifierTree name
            && body.draft.variable(body.source.element(name)).filter(variable::equals).isPresent();
      }

      @Override
      public @Nullable Void visitIdentifier(IdentifierTree name, @Nullable Void unused) {
        all += is(name) ? 1 : 0;
        return null;
      }

      @Override
      public @Nullable Void visitMethodInvocation(
          MethodInvocationTree call, @Nullable Void unused) {
        if (body.calls.isFollowed(call)) {
          followed += (int) call.getArguments().stream().filter(this::is).count();
          followed += Tensors.receiver(call).filter(this::is).isPresent() ? 1 : 0;
        }
        return super.visitMethodInvocation(call, null);
      }
    }.scan(body.source.body(), null);
    return all == followed;
  }
}
