/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.UnaryTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import org.gradsmith.ir.Attr;
import org.gradsmith.processor.problem.Problem;
import org.gradsmith.processor.problem.SubsetProblem.Effect;
import org.gradsmith.processor.problem.SubsetProblem.UnsupportedExpression;
import org.gradsmith.processor.problem.TypeProblem.UnknownArgument;
import org.gradsmith.processor.problem.TypeProblem.UnreadableMember;
import org.gradsmith.processor.problem.TypeProblem.UnsupportedType;

/** Lowers expressions, in Java's order of evaluation. */
final class Expressions {
  private final Draft draft;
  private final MethodSource source;
  private final Fence fence;
  private final Meaning.ObjectMeaning self;
  private final Meaning receiver;
  private final Members members;
  private final Numbers numbers;
  private final Calls calls;

  /**
   * @param self the object whose members are read
   * @param receiver what {@code this} stands for: that object, or a tensor in a method of tensors
   */
  Expressions(
      Draft draft, Fence fence, Meaning.ObjectMeaning self, Meaning receiver, Callees callees) {
    this.draft = draft;
    this.source = draft.source();
    this.fence = fence;
    this.self = self;
    this.receiver = receiver;
    this.members = new Members(draft, self);
    this.numbers = new Numbers(draft, this);
    this.calls = new Calls(draft, this, members, callees);
  }

  /**
   * What an expression stands for.
   *
   * @param variable the variable it is assigned to, whose name its value takes
   */
  Meaning lower(ExpressionTree tree, Optional<String> variable) {
    Optional<Problem> refused = fence.check(tree);
    if (refused.isPresent()) {
      return draft.refuse(refused.get());
    }
    return switch (tree) {
      case ParenthesizedTree p -> lower(p.getExpression(), variable);
      case LiteralTree l -> numbers.literal(l);
      case BinaryTree b -> numbers.binary(b);
      case UnaryTree u -> numbers.unary(u);
      case TypeCastTree c -> cast(c, variable);
      case IdentifierTree i -> identifier(i);
      case MemberSelectTree s -> select(s);
      case MethodInvocationTree c -> calls.lower(c, variable);
      case NewArrayTree a -> array(a);
      case AssignmentTree a ->
          draft.refuse(
              new Effect(
                  source.place(a),
                  "the assignment '" + source.text(a) + "' inside an expression",
                  "Write it as a statement of its own."));
      default -> throw new IllegalStateException("an expression of kind " + tree.getKind());
    };
  }

  /** An expression whose result is not used. */
  void statement(ExpressionTree tree) {
    if (tree instanceof MethodInvocationTree call) {
      calls.statement(call);
    } else {
      lower(tree, Optional.empty());
    }
  }

  /** The receiver, where it is not written. */
  Meaning.ObjectMeaning self() {
    return self;
  }

  /** What {@code this} stands for. */
  Meaning receiver() {
    return receiver;
  }

  Numbers numbers() {
    return numbers;
  }

  private Meaning cast(TypeCastTree tree, Optional<String> variable) {
    if (source.type(tree).getKind().isPrimitive()) {
      return numbers.cast(tree);
    }
    if (Api.isTensor(source.type(tree))
        && (Api.isTensor(source.type(tree.getExpression())) || isTensorItself(tree))) {
      return lower(tree.getExpression(), variable);
    }
    return draft.refuse(
        new UnsupportedExpression(
            source.place(tree),
            "the cast '" + source.text(tree) + "'",
            "which class the object has is only known at run time",
            "Declare the field or variable with the class you need."));
  }

  /** In the interfaces whose methods are those of tensors, the receiver is one. */
  private boolean isTensorItself(TypeCastTree tree) {
    return receiver instanceof Meaning.TensorMeaning
        && tree.getExpression() instanceof IdentifierTree name
        && name.getName().contentEquals("this");
  }

  private Meaning identifier(IdentifierTree tree) {
    if (tree.getName().contentEquals("this")) {
      return receiver;
    }
    Element element = source.element(tree);
    return switch (element.getKind()) {
      case LOCAL_VARIABLE, PARAMETER, RESOURCE_VARIABLE, EXCEPTION_PARAMETER, BINDING_VARIABLE ->
          draft.variable(element);
      case ENUM_CONSTANT -> numbers.ordinal((VariableElement) element);
      case FIELD -> field(tree, (VariableElement) element, Optional.empty());
      default -> unsupported(tree);
    };
  }

  private Meaning select(MemberSelectTree tree) {
    String name = tree.getIdentifier().toString();
    if (name.equals("this") || name.equals("super")) {
      return draft.refuse(
          new UnsupportedExpression(
              source.place(tree),
              "'" + source.text(tree) + "'",
              "the generated class cannot reach an enclosing object",
              "Pass what you need to the constructor, and keep it in a field of this class."));
    }
    if (name.equals("class")) {
      return unsupported(tree);
    }
    Element element = source.element(tree);
    if (element.getKind() == ElementKind.ENUM_CONSTANT) {
      return numbers.ordinal((VariableElement) element);
    }
    if (element instanceof VariableElement field && element.getKind() == ElementKind.FIELD) {
      return field(tree, field, Optional.of(tree.getExpression()));
    }
    return unsupported(tree);
  }

  private Meaning field(
      ExpressionTree tree, VariableElement field, Optional<ExpressionTree> object) {
    Object constant = field.getConstantValue();
    if (constant != null) {
      return numbers.constant(tree, constant);
    }
    if (object.isPresent() && isArray(object.get())) {
      return draft.refuse(
          new UnknownArgument(
              source.place(tree),
              source.text(tree),
              "a number",
              "Use sizes of tensors, 'x.size(0)', or constants."));
    }
    if (field.getModifiers().contains(Modifier.STATIC)) {
      return draft.refuse(
          new UnreadableMember(
              source.place(tree),
              field.getSimpleName().toString(),
              "static fields that are not constants are not read yet",
              "Keep it in an instance field of the module."));
    }
    if (object.isEmpty()) {
      return members.isInherited(field)
          ? members.field(self, field, tree)
          : draft.refuse(
              new UnsupportedExpression(
                  source.place(tree),
                  "'" + source.text(tree) + "'",
                  "the generated class cannot reach an enclosing object",
                  "Pass it to the constructor, and keep it in a field of this class."));
    }
    return switch (lower(object.get(), Optional.empty())) {
      case Meaning.ObjectMeaning o -> members.field(o, field, tree);
      case Meaning.Refused r -> r;
      case Meaning.TensorMeaning _, Meaning.NumberMeaning _, Meaning.SizesMeaning _ ->
          unsupported(tree);
    };
  }

  private boolean isArray(ExpressionTree object) {
    return !isPackageOrType(object) && source.type(object).getKind() == TypeKind.ARRAY;
  }

  private boolean isPackageOrType(ExpressionTree tree) {
    ElementKind kind = ElementKind.OTHER;
    if (tree instanceof IdentifierTree || tree instanceof MemberSelectTree) {
      kind = source.element(tree).getKind();
    }
    return kind == ElementKind.PACKAGE || kind.isDeclaredType();
  }

  private Meaning array(NewArrayTree tree) {
    if (tree.getInitializers() == null) {
      return draft.refuse(
          new UnknownArgument(
              source.place(tree),
              source.text(tree),
              "a list of sizes",
              "Give the sizes one by one, 'view(-1, 256)'."));
    }
    List<Attr> sizes = new ArrayList<>();
    for (ExpressionTree entry : tree.getInitializers()) {
      switch (lower(entry, Optional.empty())) {
        case Meaning.NumberMeaning(Attr size) -> sizes.add(size);
        case Meaning.Refused _ -> {}
        case Meaning.TensorMeaning _, Meaning.ObjectMeaning _, Meaning.SizesMeaning _ ->
            unsupported(entry);
      }
    }
    return sizes.size() == tree.getInitializers().size()
        ? new Meaning.SizesMeaning(new Attr.Sizes(sizes))
        : new Meaning.Refused();
  }

  private Meaning unsupported(ExpressionTree tree) {
    return draft.refuse(
        new UnsupportedType(
            source.place(tree),
            source.text(tree),
            source.type(tree).toString(),
            "Use it outside the @Differentiable method."));
  }
}
