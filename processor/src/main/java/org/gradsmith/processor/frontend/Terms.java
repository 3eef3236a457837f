/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.util.TreePath;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.gradsmith.ir.Attr;
import org.gradsmith.processor.metadata.Term;

/** Integer expressions of a constructor as functions of its parameters. */
final class Terms {
  private final Shadow shadow;
  private final TreePath path;
  private final Map<Element, Term> parameters;
  private final Map<String, Term> fields;

  /**
   * Terms over what is known at some point of a constructor.
   *
   * @param parameters parameters that keep their value
   * @param fields final integer fields of the object under construction, those assigned so far
   */
  Terms(Shadow shadow, TreePath path, Map<Element, Term> parameters, Map<String, Term> fields) {
    this.shadow = shadow;
    this.path = path;
    this.parameters = parameters;
    this.fields = fields;
  }

  Term of(ExpressionTree tree) {
    return switch (tree) {
      case ParenthesizedTree p -> of(p.getExpression());
      case LiteralTree l -> constant(l.getValue());
      case UnaryTree u when u.getKind() == Tree.Kind.UNARY_MINUS && isInt(u) ->
          simplified(
              new Term.Arithmetic(Attr.Operator.MINUS, new Term.Literal(0), of(u.getExpression())));
      case BinaryTree b when isInt(b) ->
          operator(b.getKind())
              .map(o ->
                  simplified(
                      new Term.Arithmetic(o, of(b.getLeftOperand()), of(b.getRightOperand()))))
              .orElseGet(Term.Unknown::new);
      case IdentifierTree i -> variable(i);
      case MemberSelectTree s -> variable(s);
      default -> new Term.Unknown();
    };
  }

  /** The same term, as a literal where it is one, and unknown where a part of it is. */
  static Term simplified(Term.Arithmetic term) {
    if (term.left() instanceof Term.Unknown || term.right() instanceof Term.Unknown) {
      return new Term.Unknown();
    }
    OptionalLong value = term.evaluate(List.of());
    return value.isPresent() ? new Term.Literal(value.getAsLong()) : term;
  }

  private Term variable(ExpressionTree tree) {
    if (!(shadow.trees().getElement(new TreePath(path, tree)) instanceof VariableElement v)) {
      return new Term.Unknown();
    }
    if (v.getConstantValue() != null) {
      return constant(v.getConstantValue());
    }
    boolean own =
        tree instanceof IdentifierTree
            || (tree instanceof MemberSelectTree s
                && s.getExpression() instanceof IdentifierTree object
                && object.getName().contentEquals("this"));
    if (v.getKind() == ElementKind.FIELD && own) {
      return fields.getOrDefault(v.getSimpleName().toString(), new Term.Unknown());
    }
    return parameters.getOrDefault(v, new Term.Unknown());
  }

  private boolean isInt(ExpressionTree tree) {
    TypeMirror type = shadow.trees().getTypeMirror(new TreePath(path, tree));
    return type != null && type.getKind() == TypeKind.INT;
  }

  private static Term constant(Object value) {
    return switch (value) {
      case Boolean b -> new Term.Literal(b ? 1 : 0);
      case Integer i -> new Term.Literal(i);
      case Long l -> new Term.Literal(l);
      default -> new Term.Unknown();
    };
  }

  private static Optional<Attr.Operator> operator(Tree.Kind kind) {
    return switch (kind) {
      case PLUS -> Optional.of(Attr.Operator.PLUS);
      case MINUS -> Optional.of(Attr.Operator.MINUS);
      case MULTIPLY -> Optional.of(Attr.Operator.TIMES);
      case DIVIDE -> Optional.of(Attr.Operator.DIVIDE);
      case REMAINDER -> Optional.of(Attr.Operator.REMAINDER);
      default -> Optional.empty();
    };
  }
}
