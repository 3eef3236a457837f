/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.adjoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.gradsmith.ir.flow.Code;
import org.gradsmith.ir.flow.Expression;
import org.gradsmith.ir.flow.Statement;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.frontend.Api;

/** What statements do themselves, in Java, whether it is recorded or not. */
final class PrimalText {
  private PrimalText() {}

  /** What a variable starts as. */
  static Code zero(Variable variable) {
    return Code.text(
        switch (variable.type()) {
          case "double" -> "0.0";
          case "float" -> "0.0f";
          case "int", "long", "short", "byte", "char" -> "0";
          case "boolean" -> "false";
          default -> "null";
        });
  }

  /** What is assigned to a variable. */
  static Code value(Expression expression) {
    return switch (expression) {
      case Expression.Plain(Code code) -> code;
      case Expression.NewArray(Code code) -> code;
      case Expression.Copy(Variable source) -> Code.of(source);
      case Expression.Compute compute -> compute.value();
      case Expression.Load load -> element(load, false);
      case Expression.Part part -> part.value();
      case Expression.Lift lift -> lift.value();
    };
  }

  /**
   * Reads an element of an array.
   *
   * @param again whether reading it again gives the same
   */
  static Code element(Expression.Load load, boolean again) {
    Code.Builder code = Code.builder().use(load.array()).text("[").code(load.index()).text("]");
    return again ? code.build() : code.impure().build();
  }

  /** Writes an element of an array. */
  static Line store(Statement.Store store) {
    return new Line.Do(
        Code.builder()
            .use(store.array())
            .text("[")
            .code(store.index())
            .text("] = ")
            .use(store.value())
            .impure()
            .build());
  }

  /**
   * Applies an op.
   *
   * @param attributes the op's attributes, by index
   * @param all takes all results of an op that has several
   * @param imported receives the names of functions that have to be imported
   */
  static List<Line> apply(
      Statement.Apply apply, IntFunction<Code> attributes, Variable all, Set<String> imported) {
    List<Line> lines = new ArrayList<>();
    Code.Builder code = PrimitiveCall.begin(apply.op(), imported);
    String separator = "";
    for (Optional<Variable> operand : apply.operands()) {
      code.text(separator);
      operand.ifPresentOrElse(code::use, () -> code.text("null"));
      separator = ", ";
    }
    for (int i = 0; i < apply.attributes().size(); i++) {
      code.text(separator).code(attributes.apply(i));
      separator = ", ";
    }
    Code call = code.text(")").impure().build();
    if (apply.results().size() == 1) {
      return List.of(new Line.Let(apply.results().getFirst(), call, true));
    }
    lines.add(new Line.Let(all, call, true));
    for (int i = 0; i < apply.results().size(); i++) {
      lines.add(
          new Line.Let(
              apply.results().get(i),
              Code.builder().use(all).text("[" + i + "]").impure().build(),
              true));
    }
    return lines;
  }

  /** The variable that takes all results of an op. */
  static Variable all(Statement.Apply apply, Names names) {
    return names.of(apply, "all", apply.results().getFirst().name() + "All", Api.TENSOR + "[]");
  }

  /** Calls a differentiated method: begins its record and runs it. */
  static List<Line> call(Statement.Call call) {
    return call(call, Set.of());
  }

  /**
   * Calls a differentiated method: begins its record and runs it.
   *
   * @param changing arrays among the arguments that something may write to before it is reversed
   */
  static List<Line> call(Statement.Call call, Set<Variable> changing) {
    List<Line> lines = new ArrayList<>();
    lines.add(
        new Line.Let(
            call.call(),
            Code.builder().text("new ").type(call.sweep()).text("(flow)").impure().build(),
            true));
    Code.Builder run = Code.builder().use(call.call()).text(".forward(");
    List<Variable> all = new ArrayList<>(call.receiver().stream().toList());
    all.addAll(call.arguments());
    for (int i = 0; i < all.size(); i++) {
      run.text(i == 0 ? "" : ", ");
      if (changing.contains(all.get(i))) {
        run.use(call.call()).text(".given(").use(all.get(i)).text(")");
      } else {
        run.use(all.get(i));
      }
    }
    Code ran = run.text(")").impure().build();
    Optional<Variable> result = call.result();
    lines.add(result.isPresent() ? new Line.Let(result.get(), ran, true) : new Line.Do(ran));
    return lines;
  }
}
