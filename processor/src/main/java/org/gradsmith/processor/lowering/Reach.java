/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.InstanceOfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * What generated code can name. It lies in the package of the method's class, so whatever is not
 * private is in reach there; private fields are reached by handles, private methods are followed,
 * but a private class has no name outside.
 */
final class Reach {
  private final Body body;
  private final Set<Element> reported = new HashSet<>();

  Reach(Body body) {
    this.body = body;
  }

  /** Refuses the values of classes that generated code cannot name, each class once. */
  void check() {
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitVariable(VariableTree tree, @Nullable Void unused) {
        check(tree, body.source.element(tree).asType());
        return super.visitVariable(tree, null);
      }

      @Override
      public @Nullable Void visitNewClass(NewClassTree tree, @Nullable Void unused) {
        check(tree, body.source.type(tree));
        return super.visitNewClass(tree, null);
      }

      @Override
      public @Nullable Void visitMethodInvocation(
          MethodInvocationTree tree, @Nullable Void unused) {
        check(tree, body.source.type(tree));
        return super.visitMethodInvocation(tree, null);
      }

      @Override
      public @Nullable Void visitTypeCast(TypeCastTree tree, @Nullable Void unused) {
        check(tree, body.source.type(tree));
        return super.visitTypeCast(tree, null);
      }

      @Override
      public @Nullable Void visitInstanceOf(InstanceOfTree tree, @Nullable Void unused) {
        if (tree.getPattern() == null) {
          check(tree, body.source.type(tree.getType()));
        }
        return super.visitInstanceOf(tree, null);
      }

      @Override
      public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
        return null;
      }

      @Override
      public @Nullable Void visitLambdaExpression(
          LambdaExpressionTree tree, @Nullable Void unused) {
        return null;
      }
    }.scan(body.source.body(), null);
  }

  private void check(Tree tree, TypeMirror type) {
    hidden(type)
        .filter(c -> c.getNestingKind() != NestingKind.LOCAL) // refused where it is declared
        .filter(reported::add)
        .ifPresent(c -> body.draft.refusal(tree, why(c), remedy(c)));
  }

  /** A class named in an expression. */
  void check(ExpressionTree tree, TypeElement type) {
    if (isHidden(type)) {
      throw body.draft.refusal(tree, why(type), remedy(type));
    }
  }

  private static String why(TypeElement type) {
    return "'%s' is %s, and generated code cannot name it"
        .formatted(
            type.getSimpleName(),
            type.getNestingKind() == NestingKind.LOCAL ? "a local class" : "private");
  }

  private static String remedy(TypeElement type) {
    return type.getNestingKind() == NestingKind.LOCAL
        ? "Declare it outside the method."
        : "Make '%s' package-private.".formatted(type.getSimpleName());
  }

  /** The first class in a type that generated code cannot name. */
  private static Optional<TypeElement> hidden(TypeMirror type) {
    return switch (type) {
      case ArrayType array -> hidden(array.getComponentType());
      case DeclaredType declared -> {
        TypeElement element = (TypeElement) declared.asElement();
        yield isHidden(element)
            ? Optional.of(element)
            : declared.getTypeArguments().stream().flatMap(t -> hidden(t).stream()).findFirst();
      }
      default -> Optional.empty();
    };
  }

  /** Whether a class is private or local, or lies in one that is. */
  static boolean isHidden(TypeElement type) {
    Optional<Element> next = Optional.of(type);
    while (next.isPresent() && next.get() instanceof TypeElement each) {
      if (each.getModifiers().contains(Modifier.PRIVATE)
          || each.getNestingKind() == NestingKind.LOCAL) {
        return true;
      }
      next = Optional.ofNullable(each.getEnclosingElement());
    }
    return false;
  }
}
