/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.util.TreeScanner;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Name;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import org.gradsmith.processor.frontend.Shadow;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a record class: whether its canonical constructor keeps its arguments as they
 * are, and its accessors give them so. Java lets both do something else; then a component is not
 * the number that was given, and its derivative would be wrong.
 */
final class RecordForm {
  private final TypeElement type;
  private final Shadow shadow;

  private RecordForm(TypeElement type, Shadow shadow) {
    this.type = type;
    this.shadow = shadow;
  }

  static RecordForm of(TypeElement type, Shadow shadow) {
    return new RecordForm(type, shadow);
  }

  /** A name for a variable that holds such a record. */
  String variableName() {
    String name = type.getSimpleName().toString();
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  /** Why an accessor does not give the component as it is; empty if it does. */
  Optional<String> changedBy(int component) {
    String name = type.getRecordComponents().get(component).getSimpleName().toString();
    ExecutableElement accessor = type.getRecordComponents().get(component).getAccessor();
    boolean plain =
        isFromSource()
            ? isImplicit(accessor) || givesField(shadow.trees().getTree(accessor), name)
            : RecordFile.of(type, shadow.elements()).filter(f -> f.gives(name)).isPresent();
    return plain
        ? Optional.empty()
        : Optional.of(
            "the accessor '%s' of record '%s' does more than give the component"
                .formatted(name, type.getSimpleName()));
  }

  /** Why the canonical constructor does not keep its arguments as they are; empty if it does. */
  Optional<String> changedByConstructor(ExecutableElement constructor) {
    boolean plain =
        isFromSource()
            ? keeps(constructor)
            : RecordFile.of(type, shadow.elements()).filter(f -> f.keeps(components())).isPresent();
    return plain
        ? Optional.empty()
        : Optional.of(
            "the constructor of record '%s' changes what it is given"
                .formatted(type.getSimpleName()));
  }

  private List<String> components() {
    return type.getRecordComponents().stream().map(c -> c.getSimpleName().toString()).toList();
  }

  private boolean isFromSource() {
    return shadow.trees().getTree(type) != null;
  }

  private boolean isImplicit(ExecutableElement member) {
    return shadow.elements().getOrigin(member) == Elements.Origin.MANDATED;
  }

  private static boolean givesField(@Nullable MethodTree accessor, String name) {
    return accessor == null
        || accessor.getBody() == null
        || (accessor.getBody().getStatements().size() == 1
            && accessor.getBody().getStatements().getFirst() instanceof ReturnTree returned
            && isField(returned.getExpression(), name, true));
  }

  /** Whether an expression is {@code this.name}, or {@code name} where that is allowed. */
  private static boolean isField(ExpressionTree tree, String name, boolean simple) {
    return switch (tree) {
      case IdentifierTree identifier -> simple && identifier.getName().contentEquals(name);
      case MemberSelectTree select ->
          select.getIdentifier().contentEquals(name)
              && select.getExpression() instanceof IdentifierTree object
              && object.getName().contentEquals("this");
      default -> false;
    };
  }

  private boolean keeps(ExecutableElement constructor) {
    MethodTree tree = shadow.trees().getTree(constructor);
    if (tree == null || tree.getBody() == null || isImplicit(constructor)) {
      return true;
    }
    boolean compact = shadow.elements().isCompactConstructor(constructor);
    Set<Name> given =
        constructor.getParameters().stream()
            .map(p -> p.getSimpleName())
            .collect(Collectors.toSet());
    Writes writes = new Writes(given, compact);
    writes.scan(tree.getBody(), null);
    return !writes.changes && (compact || writes.kept == given.size());
  }

  /** Finds assignments in a constructor that change a component on its way. */
  private static final class Writes extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final Set<Name> given;
    private final boolean compact;
    private boolean changes;
    private int kept;

    Writes(Set<Name> given, boolean compact) {
      this.given = given;
      this.compact = compact;
    }

    @Override
    public @Nullable Void visitAssignment(AssignmentTree tree, @Nullable Void unused) {
      boolean keeps =
          !compact
              && tree.getExpression() instanceof IdentifierTree value
              && given.contains(value.getName())
              && isField(tree.getVariable(), value.getName().toString(), false);
      kept += keeps ? 1 : 0;
      write(tree.getVariable(), keeps);
      return super.visitAssignment(tree, null);
    }

    private void write(ExpressionTree target, boolean keeps) {
      boolean component =
          switch (target) {
            case IdentifierTree name -> given.contains(name.getName());
            case MemberSelectTree select -> given.contains(select.getIdentifier());
            default -> false;
          };
      changes |= component && !keeps;
    }

    @Override
    public @Nullable Void visitCompoundAssignment(
        CompoundAssignmentTree tree, @Nullable Void unused) {
      write(tree.getVariable(), false);
      return super.visitCompoundAssignment(tree, null);
    }

    @Override
    public @Nullable Void visitUnary(UnaryTree tree, @Nullable Void unused) {
      switch (tree.getKind()) {
        case PREFIX_INCREMENT, PREFIX_DECREMENT, POSTFIX_INCREMENT, POSTFIX_DECREMENT ->
            write(tree.getExpression(), false);
        default -> {}
      }
      return super.visitUnary(tree, null);
    }
  }
}
