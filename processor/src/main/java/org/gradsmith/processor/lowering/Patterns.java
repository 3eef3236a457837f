/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.AnyPatternTree;
import com.sun.source.tree.BindingPatternTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.DeconstructionPatternTree;
import com.sun.source.tree.InstanceOfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.PatternTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Types;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.frontend.Api;
import org.jspecify.annotations.Nullable;

/**
 * Lowers patterns: a flag that says whether the object matches, and the pattern's variables, set
 * where it does. Variables of {@code instanceof} may be in scope behind the statement they stand
 * in, so they are declared before it.
 */
final class Patterns {
  private final Body body;
  private final BodyDraft draft;

  Patterns(Body body) {
    this.body = body;
    this.draft = body.draft;
  }

  /** Declares the variables that {@code instanceof} binds in the expressions of a statement. */
  @SuppressWarnings("ReferenceEquality") // the statement itself, not one like it
  void declare(Tree statement) {
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void scan(@Nullable Tree tree, @Nullable Void unused) {
        boolean inner = tree instanceof StatementTree && tree != statement;
        return inner ? null : super.scan(tree, null);
      }

      @Override
      public @Nullable Void visitBlock(BlockTree tree, @Nullable Void unused) {
        return null;
      }

      @Override
      public @Nullable Void visitSwitch(SwitchTree tree, @Nullable Void unused) {
        return scan(tree.getExpression(), null);
      }

      @Override
      public @Nullable Void visitLambdaExpression(
          LambdaExpressionTree tree, @Nullable Void unused) {
        return null;
      }

      @Override
      public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
        return null;
      }

      @Override
      public @Nullable Void visitInstanceOf(InstanceOfTree tree, @Nullable Void unused) {
        bindings(tree.getPattern());
        return super.visitInstanceOf(tree, null);
      }
    }.scan(statement, null);
  }

  /** Declares the variables of a pattern that are not declared yet. */
  private void bindings(@Nullable Tree pattern) {
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitBindingPattern(BindingPatternTree tree, @Nullable Void unused) {
        Element element = body.source.element(tree.getVariable());
        if (draft.variable(element).isEmpty()) {
          draft.add(new Statement.Declare(draft.declare(element), draft.span(tree)));
        }
        return null;
      }
    }.scan(pattern, null);
  }

  /** Whether the value of an expression matches. */
  Code test(InstanceOfTree tree, PatternTree pattern) {
    String type = JavaTypes.text(body.source.type(tree.getExpression()));
    Code code = body.plain.of(tree.getExpression());
    Variable object =
        code.parts().size() == 1 && code.parts().getFirst() instanceof Code.Use(Variable variable)
            ? variable
            : draft.let("object", type, code, tree);
    return test(pattern, object);
  }

  /** Whether an object matches a pattern. */
  Code test(PatternTree pattern, Variable object) {
    return test(pattern, object, Optional.empty());
  }

  /**
   * Whether an object or a component matches.
   *
   * @param type of a component of a record, where null matches what all values of the type match
   */
  private Code test(PatternTree pattern, Variable object, Optional<TypeMirror> type) {
    return switch (pattern) {
      case BindingPatternTree binding -> bound(binding, object, type);
      case DeconstructionPatternTree parts -> {
        bindings(parts);
        yield Code.of(deconstructed(parts, object));
      }
      case AnyPatternTree _ -> Code.text("true");
      default -> throw draft.refusal(pattern, "this pattern is not followed", "Use a type.");
    };
  }

  private Code bound(BindingPatternTree tree, Variable object, Optional<TypeMirror> type) {
    Element element = body.source.element(tree.getVariable());
    if (HeldNumbers.steers(element.asType()) && element.asType().getKind().isPrimitive()) {
      throw primitive(tree);
    }
    if (JavaTypes.isReal(element.asType())) {
      throw draft.refusal(
          tree,
          "a number inside an object has no derivative",
          "Keep it in a record component of type double.");
    }
    String name = JavaTypes.text(element.asType());
    boolean all = type.filter(t -> isSubtype(t, element.asType())).isPresent();
    Code test = all ? Code.text("true") : instance(object, element.asType());
    Code cast = Code.builder().text("(").type(name).text(") ").use(object).build();
    Code value =
        all
            ? Code.of(object)
            : Code.builder().code(test).text(" ? ").code(cast).text(" : null").impure().build();
    Optional<Variable> declared = draft.variable(element);
    Variable variable = declared.orElseGet(() -> draft.declare(element));
    draft.add(
        new Statement.Assign(
            variable, new Expression.Plain(value), declared.isEmpty(), draft.span(tree)));
    return test;
  }

  private boolean isSubtype(TypeMirror type, TypeMirror of) {
    Types types = body.source.shadow().types();
    return types.isSubtype(types.erasure(type), types.erasure(of));
  }

  private Code instance(Variable object, TypeMirror type) {
    return Code.builder()
        .use(object)
        .text(" instanceof ")
        .type(JavaTypes.text(body.source.shadow().types().erasure(type)))
        .build();
  }

  private Variable deconstructed(DeconstructionPatternTree tree, Variable object) {
    DeclaredType type = (DeclaredType) body.source.type(tree.getDeconstructor());
    String name = JavaTypes.text(type);
    Variable matches = draft.fresh("matches", Variable.Kind.PASSIVE, "boolean");
    draft.add(new Statement.Declare(matches, draft.span(tree)));
    body.calls.choose(
        instance(object, type),
        () -> {
          Code cast = Code.builder().text("(").type(name).text(") ").use(object).build();
          Variable holder =
              object.type().equals(name) ? object : draft.let("holder", name, cast, tree);
          component(tree, 0, holder, type, matches);
        },
        () -> {},
        tree);
    return matches;
  }

  private void component(
      DeconstructionPatternTree tree, int index, Variable holder, DeclaredType type, Variable all) {
    TypeElement element = (TypeElement) type.asElement();
    List<? extends PatternTree> patterns = tree.getNestedPatterns();
    if (index == patterns.size()) {
      draft.add(
          new Statement.Assign(
              all, new Expression.Plain(Code.text("true")), false, draft.span(tree)));
      return;
    }
    PatternTree pattern = patterns.get(index);
    RecordComponentElement component = element.getRecordComponents().get(index);
    Code test = part(pattern, holder, type, element, component);
    Runnable next = () -> component(tree, index + 1, holder, type, all);
    if (test.parts().equals(Code.text("true").parts())) {
      next.run();
    } else {
      body.calls.choose(test, next, () -> {}, pattern);
    }
  }

  /** A component of another primitive type matches only if it can be converted exactly. */
  private void refuseConversion(BindingPatternTree tree, TypeMirror part) {
    String bound = JavaTypes.text(body.source.element(tree.getVariable()).asType());
    if (!bound.equals(JavaTypes.text(part))) {
      throw primitive(tree);
    }
  }

  private BodyDraft.Refusal primitive(Tree tree) {
    return draft.refusal(
        tree,
        "patterns that test whether a number fits a primitive type are not followed",
        "Compare the number, and cast it.");
  }

  private TypeMirror type(DeclaredType holder, RecordComponentElement component) {
    Types types = body.source.shadow().types();
    DeclaredType captured = (DeclaredType) types.capture(holder);
    return ((ExecutableType) types.asMemberOf(captured, component.getAccessor())).getReturnType();
  }

  private Code part(
      PatternTree pattern,
      Variable holder,
      DeclaredType type,
      TypeElement element,
      RecordComponentElement component) {
    if (pattern instanceof AnyPatternTree) {
      return Code.text("true");
    }
    TypeMirror partType = type(type, component);
    String accessor = "." + component.getSimpleName() + "()";
    Code read = Code.builder().use(holder).text(accessor).impure().build();
    boolean isValue =
        JavaTypes.isReal(partType) || partType.getKind().isPrimitive() || Api.isTensor(partType);
    if (isValue && pattern instanceof BindingPatternTree binding) {
      refuseConversion(binding, partType);
      Variable variable = draft.variable(body.source.element(binding.getVariable())).orElseThrow();
      int index = element.getRecordComponents().indexOf(component);
      Expression value =
          variable.isReal() && !draft.isPassive()
              ? body.records.read(holder, element, index, pattern)
              : new Expression.Plain(read);
      draft.add(new Statement.Assign(variable, value, false, draft.span(pattern)));
      return Code.text("true");
    }
    Variable part =
        draft.let(component.getSimpleName().toString(), JavaTypes.text(partType), read, pattern);
    return test(pattern, part, Optional.of(partType));
  }
}
