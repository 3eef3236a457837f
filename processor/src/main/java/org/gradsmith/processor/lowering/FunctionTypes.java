/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import javax.lang.model.type.WildcardType;
import javax.lang.model.util.ElementFilter;
import org.gradsmith.processor.frontend.Api;
import org.gradsmith.processor.frontend.MethodSource;

/** Functional interfaces: which of their functions are followed into their bodies. */
final class FunctionTypes {
  private FunctionTypes() {}

  /** The one abstract method of a functional interface, with the types that it has here. */
  static Optional<ExecutableType> descriptor(TypeMirror type, MethodSource source) {
    if (!(type instanceof DeclaredType declared)
        || declared.asElement().getKind() != ElementKind.INTERFACE
        || declared.asElement().getModifiers().contains(Modifier.SEALED)) {
      return Optional.empty();
    }
    TypeElement element = (TypeElement) declared.asElement();
    List<ExecutableElement> open =
        ElementFilter.methodsIn(source.shadow().elements().getAllMembers(element)).stream()
            .filter(m -> m.getModifiers().contains(Modifier.ABSTRACT))
            .filter(m -> !isObjects(m, source))
            .toList();
    return open.size() == 1
        ? Optional.of(
            (ExecutableType) source.shadow().types().asMemberOf(declared, open.getFirst()))
        : Optional.empty();
  }

  /** Interfaces may declare the public methods of Object again. */
  private static boolean isObjects(ExecutableElement method, MethodSource source) {
    TypeElement object = source.shadow().elements().getTypeElement("java.lang.Object");
    return ElementFilter.methodsIn(object.getEnclosedElements()).stream()
        .anyMatch(m -> source.shadow().elements().overrides(method, m, Api.owner(method)));
  }

  /** A type argument of a function, which may be a wildcard with a bound. */
  static TypeMirror bound(TypeMirror type) {
    return switch (type) {
      case WildcardType wildcard when wildcard.getExtendsBound() != null ->
          wildcard.getExtendsBound();
      case WildcardType wildcard when wildcard.getSuperBound() != null -> wildcard.getSuperBound();
      case TypeVariable variable
          when variable.getLowerBound().getKind() != TypeKind.NULL -> // of "? super Double"
          variable.getLowerBound();
      default -> type;
    };
  }

  /**
   * Whether a function computes with numbers. Those that only choose stay Java, and those on
   * tensors are differentiated by the tape.
   */
  static boolean isFollowed(ExecutableType type) {
    TypeMirror result = bound(type.getReturnType());
    boolean tensors =
        Tensors.holdsTensors(result)
            || type.getParameterTypes().stream().anyMatch(t -> Tensors.holdsTensors(bound(t)));
    boolean writes =
        result.getKind() == TypeKind.VOID
            && type.getParameterTypes().stream().anyMatch(t -> HeldNumbers.in(bound(t)));
    return !tensors && (writes || HeldNumbers.in(result) || result.getKind() == TypeKind.TYPEVAR);
  }

  /** Whether a call is one of a function that a variable holds. */
  static boolean isCall(MethodInvocationTree tree, ExecutableElement method, MethodSource source) {
    if (!method.getModifiers().contains(Modifier.ABSTRACT) || isPlatform(method)) {
      return false;
    }
    Optional<ExpressionTree> receiver = Tensors.receiver(tree).filter(r -> !isFromField(r, source));
    return receiver
        .flatMap(r -> descriptor(source.type(r), source))
        .filter(FunctionTypes::isFollowed)
        .isPresent();
  }

  /** Interfaces with one method that are no functions: what can be compared, iterated, closed. */
  private static boolean isPlatform(ExecutableElement method) {
    String owner = Api.owner(method).getQualifiedName().toString();
    return owner.startsWith("java.") && !owner.startsWith("java.util.function.");
  }

  private static boolean isFromField(ExpressionTree tree, MethodSource source) {
    return switch (tree) {
      case IdentifierTree name ->
          !(source.element(name) instanceof VariableElement variable)
              || (variable.getKind() == ElementKind.FIELD && !Varying.isComponent(variable));
      case MemberSelectTree select -> source.element(select).getKind() == ElementKind.FIELD;
      default -> false;
    };
  }
}
