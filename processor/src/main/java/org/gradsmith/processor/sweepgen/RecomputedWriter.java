/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.sweepgen;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;
import org.gradsmith.ir.flow.FlowMethod;
import org.gradsmith.ir.flow.Variable;
import org.gradsmith.processor.adjoint.Sweeps;

/**
 * Writes what makes a call keep its arguments only. The sweeps themselves are private then, as
 * {@code record} and {@code replay}:
 *
 * <pre>
 *   public double forward(double x) {
 *     recomputation = Recomputation.of(x);
 *     flow.open();
 *     double result = record(x);
 *     recomputation.returned(flow, result);
 *     clear();
 *     flow.close();
 *     return result;
 *   }
 *   public void reverse(double resultBar) {
 *     recomputation.begin();
 *     flow.open();
 *     recomputation.again("Net.step", record((double) recomputation.&lt;Object&gt;argument(0)));
 *     replay(resultBar);
 *     clear();
 *     flow.close();
 *     recomputation.end();
 *   }
 * </pre>
 */
final class RecomputedWriter {
  private static final ClassName RECOMPUTATION =
      ClassName.get(MethodClass.PACKAGE, "Recomputation");

  private final Sweeps sweeps;
  private final FlowMethod method;
  private final MethodClass frame;
  private final List<Variable> given = new ArrayList<>();

  RecomputedWriter(Sweeps sweeps, MethodClass frame) {
    this.sweeps = sweeps;
    this.method = sweeps.method();
    this.frame = frame;
    method.self().ifPresent(given::add);
    given.addAll(method.parameters());
  }

  /**
   * Adds the methods that callers see, and the record that they keep.
   *
   * @param forward the forward sweep, under the name that callers know
   */
  void addTo(TypeSpec.Builder type, MethodSpec forward, Set<LineWriter.Stack> stacks) {
    type.addField(FieldSpec.builder(RECOMPUTATION, "recomputation", Modifier.PRIVATE).build());
    type.addMethod(forward(forward));
    type.addMethod(reverse());
    type.addMethod(clear(stacks));
  }

  private MethodSpec forward(MethodSpec recorded) {
    CodeBlock arguments =
        given.stream().map(v -> CodeBlock.of("$L", v.name())).collect(CodeBlock.joining(", "));
    MethodSpec.Builder forward =
        MethodSpec.methodBuilder("forward")
            .addJavadoc("Runs the method, and keeps its arguments only.\n")
            .addModifiers(recorded.modifiers())
            .addParameters(recorded.parameters())
            .returns(recorded.returnType())
            .addStatement("recomputation = $T.of($L)", RECOMPUTATION, arguments)
            .addStatement("flow.open()");
    boolean isVoid = recorded.returnType().equals(TypeName.VOID);
    if (isVoid) {
      forward.addStatement("record($L)", arguments);
    } else {
      forward.addStatement("$T returned = record($L)", recorded.returnType(), arguments);
    }
    forward
        .addStatement("recomputation.returned(flow, $L)", isVoid ? "null" : "returned")
        .addStatement("clear()")
        .addStatement("flow.close()");
    return isVoid ? forward.build() : forward.addStatement("return returned").build();
  }

  private MethodSpec reverse() {
    List<CodeBlock> arguments = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      String type = given.get(i).type();
      boolean isPrimitive = type.matches("[a-z]+");
      arguments.add(
          isPrimitive
              ? CodeBlock.of("($L) recomputation.<Object>argument($L)", type, i)
              : CodeBlock.of("recomputation.<$T>argument($L)", frame.types().of(type), i));
    }
    CodeBlock again = CodeBlock.of("record($L)", CodeBlock.join(arguments, ", "));
    String name =
        method.className().substring(method.className().lastIndexOf('.') + 1).replace('$', '.')
            + "."
            + method.name();
    MethodSpec.Builder reverse =
        MethodSpec.methodBuilder("reverse")
            .addAnnotation(Override.class)
            .addModifiers(Modifier.PUBLIC)
            .addParameter(TypeName.DOUBLE, "resultBar")
            .addStatement("recomputation.begin()")
            .addStatement("flow.open()");
    if (method.resultType().equals("void")) {
      reverse.addStatement(again).addStatement("recomputation.again($S, null)", name);
    } else {
      reverse.addStatement("recomputation.again($S, $L)", name, again);
    }
    return reverse
        .addStatement("replay(resultBar)")
        .addStatement("clear()")
        .addStatement("flow.close()")
        .addStatement("recomputation.end()")
        .build();
  }

  private MethodSpec clear(Set<LineWriter.Stack> stacks) {
    MethodSpec.Builder clear =
        MethodSpec.methodBuilder("clear")
            .addJavadoc("Forgets what was recorded.\n")
            .addModifiers(Modifier.PRIVATE);
    stacks.forEach(s -> clear.addStatement("$L.clear()", s.field()));
    sweeps.kept().stream()
        .filter(v -> !v.type().matches("[a-z]+"))
        .forEach(v -> clear.addStatement("$L = null", v.name()));
    return clear.build();
  }
}
