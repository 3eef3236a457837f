/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.processor.frontend.Api;
import org.gradsmith.processor.frontend.Constants;
import org.gradsmith.processor.problem.TypeProblem.UnreadableMember;

/** Fields as generated code reads and writes them: by name, or a private one by its handle. */
final class Fields {
  private final Body body;

  Fields(Body body) {
    this.body = body;
  }

  /** The value of a field. */
  Code read(ExpressionTree tree, VariableElement field) {
    Code value = value(tree, field);
    if (Constants.isConstant(field)
        && field.asType() instanceof DeclaredType type
        && Api.isModule((TypeElement) type.asElement())) {
      throw body.draft.refusal(
          tree,
          "'%s' is a module, whose tensors are no constants by @NonDifferentiable"
              .formatted(field.getSimpleName()),
          "Freeze them: let them require no gradient.");
    }
    return Constants.isConstant(field) && JavaTypes.holdsTensors(field.asType())
        ? JavaTypes.constant(value)
        : value;
  }

  private Code value(ExpressionTree tree, VariableElement field) {
    if (field.getConstantValue() != null) {
      String constant =
          body.source.shadow().elements().getConstantExpression(field.getConstantValue());
      return Code.text(constant.startsWith("-") ? "(" + constant + ")" : constant);
    }
    if (Varying.isComponent(field)) {
      return component(tree, field);
    }
    if (!isPrivate(field)) {
      refuseProtected(tree, field);
      boolean raw = JavaTypes.mentionsVariables(field.asType());
      Code.Builder code = Code.builder();
      if (raw) {
        code.text("((").type(JavaTypes.text(body.source.type(tree))).text(") ");
      }
      code.code(object(tree, field)).text("." + field.getSimpleName());
      return code.text(raw ? ")" : "").impure().build();
    }
    return Code.builder().code(valueOf(tree, field, argument(tree, field))).impure().build();
  }

  /** An array or record in a record, which the accessor gives as it is. */
  private Code component(ExpressionTree tree, VariableElement field) {
    RecordForm form = RecordForm.of(Api.owner(field), body.source.shadow());
    int index = Records.component(field).orElseThrow();
    form.changedBy(index)
        .ifPresent(why -> {
          throw body.draft.refusal(tree, why, "Let the accessor give the component as it is.");
        });
    return Code.builder()
        .code(object(tree, field))
        .text("." + field.getSimpleName() + "()")
        .impure()
        .build();
  }

  /** The value that a private field of an object has. */
  Code valueOf(ExpressionTree tree, VariableElement field, Code object) {
    return Code.builder()
        .text("((")
        .type(JavaTypes.text(field.asType()))
        .text(") ")
        .part(handle(tree, field))
        .text(".get(")
        .code(object)
        .text("))")
        .build();
  }

  /** The statement that writes a field. */
  Code write(ExpressionTree tree, VariableElement field, Code value) {
    if (!isPrivate(field)) {
      refuseProtected(tree, field);
      return Code.builder()
          .code(object(tree, field))
          .text("." + field.getSimpleName() + " = ")
          .code(value)
          .impure()
          .build();
    }
    Code object = argument(tree, field);
    return Code.builder()
        .part(handle(tree, field))
        .text(".set(")
        .code(object)
        .text(object.parts().isEmpty() ? "" : ", ")
        .code(value)
        .text(")")
        .impure()
        .build();
  }

  /** Generated code is no subclass, so it sees protected members of its own package only. */
  void refuseProtected(ExpressionTree tree, Element member) {
    Elements elements = body.source.shadow().elements();
    boolean elsewhere =
        member.getModifiers().contains(Modifier.PROTECTED)
            && !elements.getPackageOf(member).equals(elements.getPackageOf(body.owner));
    if (elsewhere) {
      body.draft.refuse(
          new UnreadableMember(
              body.source.place(tree),
              member.getSimpleName().toString(),
              "it is protected in another package",
              "Reach it by a method of this class that is package-private."));
      throw new BodyDraft.Refusal();
    }
  }

  private static boolean isPrivate(VariableElement field) {
    return field.getModifiers().contains(Modifier.PRIVATE);
  }

  private Code.PrivateField handle(ExpressionTree tree, VariableElement field) {
    TypeElement owner = Api.owner(field);
    boolean nested = Calls.isNear(field, body.source);
    if (!nested || Reach.isHidden(owner)) {
      String of = nested ? "of a private class" : "of another class";
      body.draft.refuse(
          new UnreadableMember(
              body.source.place(tree),
              field.getSimpleName().toString(),
              "it is a private field " + of,
              nested
                  ? "Make '%s' package-private.".formatted(owner.getSimpleName())
                  : "Give '%s' an accessor, or make the field package-private."
                      .formatted(owner.getSimpleName())));
      throw new BodyDraft.Refusal();
    }
    return new Code.PrivateField(
        owner.getQualifiedName().toString(),
        field.getSimpleName().toString(),
        JavaTypes.text(body.source.shadow().types().erasure(field.asType())),
        field.getModifiers().contains(Modifier.STATIC));
  }

  private Code argument(ExpressionTree tree, VariableElement field) {
    return field.getModifiers().contains(Modifier.STATIC)
        ? new Code(java.util.List.of(), true)
        : object(tree, field);
  }

  /** What stands before the dot. */
  private Code object(ExpressionTree tree, VariableElement field) {
    if (field.getModifiers().contains(Modifier.STATIC)) {
      return Code.builder().type(Api.owner(field).getQualifiedName().toString()).build();
    }
    return switch (tree) {
      case MemberSelectTree select
          when select.getExpression() instanceof IdentifierTree name
              && name.getName().contentEquals("super") ->
          Code.builder()
              .text("((")
              .type(JavaTypes.text(body.source.shadow().types().erasure(owner(field))))
              .text(") ")
              .code(self(tree, field))
              .text(")")
              .build();
      case MemberSelectTree select -> body.plain.of(select.getExpression());
      case IdentifierTree _ -> self(tree, field);
      default -> throw new IllegalStateException("a field as " + tree.getKind());
    };
  }

  private static TypeMirror owner(VariableElement field) {
    return Api.owner(field).asType();
  }

  /** The receiver, which a member without a qualifier belongs to. */
  Code self(ExpressionTree tree, Element member) {
    if (!body.source
        .shadow()
        .types()
        .isSubtype(
            body.source.shadow().types().erasure(body.owner.asType()),
            body.source.shadow().types().erasure(Api.owner(member).asType()))) {
      throw enclosing(tree, member.getSimpleName().toString());
    }
    return Code.of(body.self);
  }

  /** Refuses what belongs to an enclosing object. */
  BodyDraft.Refusal enclosing(ExpressionTree tree, String member) {
    body.draft.refuse(
        new UnreadableMember(
            body.source.place(tree),
            member,
            "it belongs to an enclosing object",
            "Pass what you need as an argument, or keep it in a field of this class."));
    return new BodyDraft.Refusal();
  }
}
