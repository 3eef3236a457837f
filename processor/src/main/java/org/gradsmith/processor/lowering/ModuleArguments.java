/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.frontend.Api;

/**
 * The arguments of a module's call. A module that runs on a tape of its own sees other tensors than
 * the caller: a tensor is passed as {@code in[i]}, and a record of tensors is made again, with
 * tensors of {@code in} in it. A list or an array would be another one than the caller's, which the
 * module might write to.
 */
final class ModuleArguments {
  private static final String HOLDERS = "org.gradsmith.compiled.flow.Holders";

  /** An argument, and how it is passed. */
  private record Argument(Form form, Variable variable) {}

  private enum Form {
    TENSOR,
    RECORD,
    PLAIN
  }

  private final List<Argument> arguments = new ArrayList<>();

  void tensor(Variable variable) {
    arguments.add(new Argument(Form.TENSOR, variable));
  }

  void record(Variable variable) {
    arguments.add(new Argument(Form.RECORD, variable));
  }

  void plain(Variable variable) {
    arguments.add(new Argument(Form.PLAIN, variable));
  }

  /** Whether a type is a record whose tensors are found in it and in records within it. */
  static boolean isRecordOfTensors(TypeMirror type) {
    return type instanceof DeclaredType declared
        && declared.asElement().getKind() == ElementKind.RECORD
        && Tensors.holdsTensors(type)
        && ((TypeElement) declared.asElement())
            .getRecordComponents().stream()
                .allMatch(c ->
                    Api.isTensor(c.asType())
                        || !Tensors.holdsTensors(c.asType())
                        || isRecordOfTensors(c.asType()));
  }

  private List<Variable> of(Form form) {
    return arguments.stream().filter(a -> a.form() == form).map(Argument::variable).toList();
  }

  /** The arguments as they are, in order. */
  Code all() {
    Code.Builder code = Code.builder();
    for (int i = 0; i < arguments.size(); i++) {
      code.text(i == 0 ? "" : ", ").use(arguments.get(i).variable());
    }
    return code.build();
  }

  /** The arguments as the module gets them: {@code in[0], Holders.rebuilt(state, in, 1)}. */
  Code passed() {
    Code.Builder code = Code.builder();
    int tensors = 0;
    List<Variable> records = new ArrayList<>();
    for (Argument argument : arguments) {
      code.text(code.build().parts().isEmpty() ? "" : ", ");
      switch (argument.form()) {
        case TENSOR -> code.text("in[" + tensors++ + "]");
        case RECORD -> {
          code.type(HOLDERS).text(".rebuilt(").use(argument.variable());
          code.text(", in, " + of(Form.TENSOR).size());
          for (Variable before : records) {
            code.text(" + ").type(HOLDERS).text(".count(").use(before).text(")");
          }
          code.text(")");
          records.add(argument.variable());
        }
        case PLAIN -> code.use(argument.variable());
      }
    }
    return code.build();
  }

  /** The tensors that the call hangs on: those that are arguments, then those in records. */
  Code tensors() {
    List<Variable> records = of(Form.RECORD);
    List<Variable> all = new ArrayList<>(of(Form.TENSOR));
    all.addAll(records);
    Code.Builder listed = Code.builder();
    for (int i = 0; i < all.size(); i++) {
      listed.text(i == 0 ? "" : ", ").use(all.get(i));
    }
    return records.isEmpty()
        ? listed.build()
        : Code.builder().type(HOLDERS).text(".flat(").code(listed.build()).text(")").build();
  }
}
