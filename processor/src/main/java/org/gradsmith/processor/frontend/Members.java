/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Member;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;
import org.gradsmith.processor.problem.DerivativeProblem.NotDifferentiable;
import org.gradsmith.processor.problem.TypeProblem.UnreadableMember;
import org.gradsmith.processor.problem.TypeProblem.UnsupportedType;

/**
 * Reads members of objects. A member is read once in a method, however often it is named: nothing
 * that the subset accepts can write it.
 */
final class Members {
  private final Draft draft;
  private final MethodSource source;
  private final Shadow shadow;
  private final Meaning.ObjectMeaning self;
  private final Map<Place, Meaning> known = new HashMap<>();

  /** A member of an object. */
  private record Place(Value object, Member member) {}

  Members(Draft draft, Meaning.ObjectMeaning self) {
    this.draft = draft;
    this.source = draft.source();
    this.shadow = source.shadow();
    this.self = self;
  }

  /** Whether a member belongs to the receiver, and not to an enclosing object. */
  boolean isInherited(Element member) {
    TypeElement owner = Api.owner(member);
    Optional<TypeElement> next = Optional.of(self.type());
    while (next.isPresent() && !next.get().equals(owner)) {
      next = Api.superclass(next.get());
    }
    return next.isPresent() || owner.getKind().isInterface();
  }

  /** The value of an instance field. */
  Meaning field(Meaning.ObjectMeaning object, VariableElement field, ExpressionTree tree) {
    if (Constants.isConstant(field)) {
      return draft.refuse(
          new NotDifferentiable( // in a straight line; a method with control flow detaches it
              source.place(tree),
              field.getSimpleName().toString(),
              Api.nonDifferentiable(field).orElse("")));
    }
    Optional<Member.Access> access = access(field);
    if (access.isEmpty()) {
      return draft.refuse(
          new UnreadableMember(
              source.place(tree),
              field.getSimpleName().toString(),
              "it belongs to another class or package, and is not visible there",
              "Give '%s' a public accessor of the field's name, and call that."
                  .formatted(Api.owner(field).getSimpleName())));
    }
    boolean nullable = Api.isNullable(field, field.asType());
    return read(object, field, field.asType(), access.get(), nullable, tree);
  }

  /** Whether a method only returns the field of its own name, as far as can be seen. */
  boolean isAccessor(ExecutableElement method) {
    return method.getParameters().isEmpty()
        && !method.getModifiers().contains(Modifier.STATIC)
        && backingField(method).isPresent()
        && returnsField(method).orElse(true);
  }

  /** The value of an accessor. */
  Meaning accessor(Meaning.ObjectMeaning object, ExecutableElement method, ExpressionTree tree) {
    VariableElement field = backingField(method).orElseThrow();
    if (method.getModifiers().contains(Modifier.PUBLIC)) {
      TypeMirror type = method.getReturnType();
      boolean nullable = Api.isNullable(method, type) || Api.isNullable(field, field.asType());
      return read(object, method, type, Member.Access.METHOD, nullable, tree);
    }
    return field(object, field, tree);
  }

  private Optional<VariableElement> backingField(ExecutableElement method) {
    return ElementFilter.fieldsIn(Api.owner(method).getEnclosedElements()).stream()
        .filter(f ->
            f.getSimpleName().equals(method.getSimpleName())
                && !f.getModifiers().contains(Modifier.STATIC)
                && shadow.types().isSameType(f.asType(), method.getReturnType()))
        .findFirst();
  }

  private Meaning read(
      Meaning.ObjectMeaning object,
      Element element,
      TypeMirror type,
      Member.Access access,
      boolean nullable,
      ExpressionTree tree) {
    String name = element.getSimpleName().toString();
    TypeElement owner = Api.owner(element);
    String ownerName = binaryName(owner);
    if (type.getKind() == TypeKind.INT) {
      Member member = new Member(ownerName, name, access, type.toString());
      return new Meaning.NumberMeaning(new Attr.Read(object.value(), member));
    }
    Optional<TypeElement> declared = readable(type);
    if (declared.isEmpty()) {
      return draft.refuse(
          new UnsupportedType(
              source.place(tree),
              source.text(tree),
              type.toString(),
              type.getKind().isPrimitive()
                  ? "Make it a constant (static final), or an 'int' field."
                  : "Keep what the method needs in fields of these types."));
    }
    String typeName = binaryName(declared.get());
    Member member = new Member(ownerName, name, access, typeName);
    return known.computeIfAbsent(
        new Place(object.value(), member),
        _ -> {
          String wanted = origin(object.value(), name);
          Value value = value(draft.name(Optional.empty(), wanted), type, typeName, nullable);
          draft.add(new Node.Read(object.value(), member, value, draft.span(tree)));
          return Api.isTensor(type)
              ? new Meaning.TensorMeaning(value)
              : new Meaning.ObjectMeaning(value, declared.get());
        });
  }

  private static Value value(String name, TypeMirror type, String typeName, boolean nullable) {
    if (!Api.isTensor(type)) {
      return Value.object(name, typeName);
    }
    return nullable ? Value.optionalTensor(name) : Value.tensor(name);
  }

  private String origin(Value object, String member) {
    return object.equals(self.value())
        ? member
        : object.name() + Character.toUpperCase(member.charAt(0)) + member.substring(1);
  }

  /**
   * The class of a tensor or of an object whose members may be read: no JDK class, no type
   * variable.
   */
  private Optional<TypeElement> readable(TypeMirror type) {
    if (type.getKind() != TypeKind.DECLARED
        || !(((DeclaredType) type).asElement() instanceof TypeElement element)
        || element.getModifiers().contains(Modifier.PRIVATE)) {
      return Optional.empty();
    }
    String name = element.getQualifiedName().toString();
    return name.startsWith("java.") || name.startsWith("javax.")
        ? Optional.empty()
        : Optional.of(element);
  }

  /** How the class generated beside this method's class can read a field; empty if it cannot. */
  private Optional<Member.Access> access(VariableElement field) {
    TypeElement owner = Api.owner(field);
    if (hasFixedAccessor(owner, field)) {
      return Optional.of(Member.Access.METHOD);
    }
    if (field.getModifiers().contains(Modifier.PRIVATE)) {
      return owner.equals(self.type())
          ? Optional.of(Member.Access.PRIVATE_FIELD)
          : Optional.empty();
    }
    boolean samePackage =
        shadow.elements().getPackageOf(owner).equals(shadow.elements().getPackageOf(self.type()));
    return samePackage || field.getModifiers().contains(Modifier.PUBLIC)
        ? Optional.of(Member.Access.FIELD)
        : Optional.empty();
  }

  /** Whether a public accessor always gives the field: nobody can override it. */
  private boolean hasFixedAccessor(TypeElement owner, VariableElement field) {
    return ElementFilter.methodsIn(owner.getEnclosedElements()).stream()
        .anyMatch(m ->
            m.getSimpleName().equals(field.getSimpleName())
                && m.getModifiers().contains(Modifier.PUBLIC)
                && (m.getModifiers().contains(Modifier.FINAL)
                    || owner.getModifiers().contains(Modifier.FINAL))
                && isAccessor(m)
                && (owner.getKind() == ElementKind.RECORD || returnsField(m).orElse(false)));
  }

  /** Whether the body is {@code return name;}. Empty where the source is not at hand. */
  private Optional<Boolean> returnsField(ExecutableElement method) {
    MethodTree tree = shadow.trees().getTree(method);
    if (tree == null || tree.getBody() == null) {
      return Optional.empty();
    }
    List<?> statements = tree.getBody().getStatements();
    boolean returnsIt =
        statements.size() == 1
            && statements.getFirst() instanceof ReturnTree r
            && switch (r.getExpression()) {
              case IdentifierTree i -> i.getName().equals(method.getSimpleName());
              case MemberSelectTree s ->
                  s.getIdentifier().equals(method.getSimpleName())
                      && s.getExpression() instanceof IdentifierTree object
                      && object.getName().contentEquals("this");
              case null, default -> false;
            };
    return Optional.of(returnsIt);
  }

  private String binaryName(TypeElement type) {
    return shadow.elements().getBinaryName(type).toString();
  }
}
