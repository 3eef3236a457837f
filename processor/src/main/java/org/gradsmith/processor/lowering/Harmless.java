/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import java.util.HashSet;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import org.gradsmith.processor.frontend.Api;
import org.gradsmith.processor.frontend.MethodSource;
import org.jspecify.annotations.Nullable;

/**
 * Static methods of numbers that can be seen to do nothing but compute: the same numbers give the
 * same result, and nothing that others see is written.
 */
final class Harmless {
  private final MethodSource source;
  private final Set<ExecutableElement> open = new HashSet<>();

  Harmless(MethodSource source) {
    this.source = source;
  }

  /** Whether a call of the method may be left out, or made twice. */
  boolean only(ExecutableElement method) {
    boolean numbers =
        method.getModifiers().contains(Modifier.STATIC)
            && method.getReturnType().getKind().isPrimitive()
            && method.getParameters().stream().allMatch(p -> p.asType().getKind().isPrimitive());
    if (!numbers) {
      return false;
    }
    return Calls.isMath(method)
        ? !method.getSimpleName().contentEquals("random")
        : Calls.isOwn(method, source) && computes(method);
  }

  private boolean computes(ExecutableElement method) {
    MethodTree tree = source.shadow().trees().getTree(method);
    if (tree == null || tree.getBody() == null || !open.add(method)) {
      return false;
    }
    Scan scan = new Scan();
    scan.scan(tree.getBody(), null);
    open.remove(method);
    return scan.harmless;
  }

  private final class Scan extends WriteScanner {
    private boolean harmless = true;

    @Override
    void write(ExpressionTree target) {
      harmless &= target instanceof IdentifierTree && isLocal(source.element(target));
    }

    private static boolean isLocal(Element element) {
      return element.getKind() == ElementKind.LOCAL_VARIABLE
          || element.getKind() == ElementKind.PARAMETER;
    }

    private void read(Element element) {
      harmless &=
          element.getKind() != ElementKind.FIELD
              || (element.getModifiers().contains(Modifier.FINAL)
                  && element.asType().getKind().isPrimitive());
    }

    @Override
    public @Nullable Void visitIdentifier(IdentifierTree name, @Nullable Void unused) {
      read(source.element(name));
      return null;
    }

    @Override
    public @Nullable Void visitMemberSelect(MemberSelectTree select, @Nullable Void unused) {
      read(source.element(select));
      return null;
    }

    @Override
    public @Nullable Void visitArrayAccess(ArrayAccessTree access, @Nullable Void unused) {
      harmless = false;
      return null;
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
      harmless &=
          source.element(call) instanceof ExecutableElement method
              && (only(method) || Api.op(method).isPresent());
      call.getArguments().forEach(a -> scan(a, null));
      return null;
    }

    @Override
    public @Nullable Void visitNewClass(NewClassTree tree, @Nullable Void unused) {
      harmless = false;
      return null;
    }

    @Override
    public @Nullable Void visitLambdaExpression(LambdaExpressionTree tree, @Nullable Void unused) {
      harmless = false;
      return null;
    }

    @Override
    public @Nullable Void visitMemberReference(MemberReferenceTree tree, @Nullable Void unused) {
      harmless = false;
      return null;
    }
  }
}
