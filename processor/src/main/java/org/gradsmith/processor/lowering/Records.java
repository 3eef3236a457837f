/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.frontend.Api;

/**
 * Lowers records of numbers. Like an array, a record has its adjoints beside it, one for each
 * component, and they are found by the record's identity: making a record is a store into each
 * component, and reading one is a load. So it does not matter through what variables, collections
 * and calls a record goes in between.
 */
final class Records {
  private final Body body;

  Records(Body body) {
    this.body = body;
  }

  /** The component that an accessor gives or that a field holds, if the member is of a record. */
  static Optional<Integer> component(Element member) {
    TypeElement owner = Api.owner(member);
    boolean reads =
        owner.getKind() == ElementKind.RECORD
            && (member.getKind() == ElementKind.FIELD
                || (member instanceof ExecutableElement method
                    && method.getParameters().isEmpty()));
    if (reads) {
      for (int i = 0; i < owner.getRecordComponents().size(); i++) {
        if (owner.getRecordComponents().get(i).getSimpleName().equals(member.getSimpleName())) {
          return Optional.of(i);
        }
      }
    }
    return Optional.empty();
  }

  /** Whether a method is the accessor of a record's component. */
  static boolean isAccessor(ExecutableElement method) {
    return component(method).isPresent();
  }

  /** A number read by an accessor; empty if the method is none. */
  Optional<Expression> read(MethodInvocationTree tree, ExecutableElement method) {
    return component(method)
        .map(index -> {
          RecordForm form = RecordForm.of(Api.owner(method), body.source.shadow());
          form.changedBy(index).ifPresent(why -> refuse(tree, why));
          Variable holder =
              Tensors.receiver(tree)
                  .map(receiver -> holder(receiver))
                  .orElseGet(() -> own(tree, method));
          Code value = Code.builder().use(holder).text("." + method.getSimpleName() + "()").build();
          return new Expression.Part(holder, index, value);
        });
  }

  /** A number read from a record's field, which its own methods and neighbours can see. */
  Expression read(ExpressionTree tree, VariableElement field) {
    Variable holder =
        tree instanceof MemberSelectTree select ? holder(select.getExpression()) : own(tree, field);
    int index = component(field).orElseThrow();
    RecordForm form = RecordForm.of(Api.owner(field), body.source.shadow());
    Code value =
        form.changedBy(index).isEmpty()
            ? Code.builder().use(holder).text("." + field.getSimpleName() + "()").build()
            : body.fields.valueOf(tree, field, Code.of(holder));
    return new Expression.Part(holder, index, value);
  }

  /** The number of a record that a component pattern takes. */
  Expression read(Variable holder, TypeElement type, int index, Tree place) {
    RecordForm form = RecordForm.of(type, body.source.shadow());
    form.changedBy(index).ifPresent(why -> refuse(place, why));
    String accessor = type.getRecordComponents().get(index).getSimpleName() + "()";
    Code value = Code.builder().use(holder).text("." + accessor).build();
    return new Expression.Part(holder, index, value);
  }

  private Variable own(ExpressionTree tree, Element member) {
    Code self = body.fields.self(tree, member);
    return ((Code.Use) self.parts().getFirst()).variable();
  }

  /** The variable that holds a record. */
  private Variable holder(ExpressionTree tree) {
    Code code = body.plain.of(tree);
    return code.parts().size() == 1
            && code.parts().getFirst() instanceof Code.Use(Variable variable)
        ? variable
        : body.draft.let("holder", JavaTypes.text(body.source.type(tree)), code, tree);
  }

  /**
   * The making of a record that is given numbers with derivatives; empty if it is none.
   *
   * @param tree the expression, whose members can be reached
   */
  Optional<Variable> made(NewClassTree tree) {
    List<? extends ExpressionTree> arguments = tree.getArguments();
    boolean given =
        arguments.stream()
            .anyMatch(a -> JavaTypes.isReal(body.source.type(a)) && body.varying.isVarying(a));
    TypeElement type = (TypeElement) body.source.shadow().types().asElement(body.source.type(tree));
    if (!given || body.draft.isPassive() || type.getKind() != ElementKind.RECORD) {
      return Optional.empty();
    }
    RecordForm form = RecordForm.of(type, body.source.shadow());
    ExecutableElement constructor = (ExecutableElement) body.source.element(tree);
    if (!isCanonical(constructor, type)) {
      refuse(tree, "this constructor of '%s' is not the canonical one".formatted(name(type)));
    }
    if (constructor.getModifiers().contains(Modifier.PRIVATE)) {
      refuse(tree, "its constructor is private");
    }
    form.changedByConstructor(constructor).ifPresent(why -> refuse(tree, why));
    List<Code> values = body.plain.calls().evaluated(arguments, this::argument);
    Code.Builder made = Code.builder().text("new ").type(JavaTypes.text(body.source.type(tree)));
    made.text("(");
    for (int i = 0; i < values.size(); i++) {
      made.text(i == 0 ? "" : ", ").code(values.get(i));
    }
    Variable record =
        body.draft.let(
            form.variableName(),
            JavaTypes.text(body.source.type(tree)),
            made.text(")").impure().build(),
            tree);
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i).parts().getFirst() instanceof Code.Use(Variable number)
          && values.get(i).parts().size() == 1
          && number.isReal()) {
        body.draft.add(new Statement.Hold(record, i, number, body.draft.span(arguments.get(i))));
      }
    }
    return Optional.of(record);
  }

  private boolean isCanonical(ExecutableElement constructor, TypeElement type) {
    List<TypeMirror> given =
        constructor.getParameters().stream().map(p -> erased(p.asType())).toList();
    List<TypeMirror> wanted =
        type.getRecordComponents().stream().map(c -> erased(c.asType())).toList();
    return given.size() == wanted.size()
        && IntStream.range(0, given.size())
            .allMatch(i -> body.source.shadow().types().isSameType(given.get(i), wanted.get(i)));
  }

  private TypeMirror erased(TypeMirror type) {
    return body.source.shadow().types().erasure(type);
  }

  private Code argument(ExpressionTree tree) {
    boolean number = JavaTypes.isReal(body.source.type(tree)) && body.varying.isVarying(tree);
    return number
        ? Code.of(body.reals.variable(tree, "component", body.source.type(tree)))
        : body.plain.calls().argument(tree);
  }

  private static String name(TypeElement type) {
    return type.getSimpleName().toString();
  }

  private void refuse(Tree tree, String why) {
    throw body.draft.refusal(
        tree,
        why,
        "Let the record hold its components as they are, and compute in a method of your own.");
  }
}
