/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.sweepgen;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import org.gradsmith.annotation.Generated;
import org.gradsmith.ir.Method;
import org.gradsmith.processor.adjoint.Sweeps;
import org.gradsmith.processor.metadata.Chunks;
import org.gradsmith.processor.metadata.IrText;

/**
 * Writes the class of a method with control flow:
 *
 * <pre>
 * public final class Rosenbrock__value extends Sweep {
 *   private double x;
 *   private double xBar;
 *   public Rosenbrock__value(Flow flow)
 *   public double forward(double x, double y)
 *   public void reverse(double resultBar)
 *   public Object run(Object... arguments)
 *   public double argumentBar(int argument)
 * }
 * </pre>
 */
public final class SweepWriter {
  private final Sweeps sweeps;
  private final Optional<Method> line;
  private final MethodClass frame;

  private SweepWriter(Sweeps sweeps, Optional<Method> line, MethodClass frame) {
    this.sweeps = sweeps;
    this.line = line;
    this.frame = frame;
  }

  /** The source of a class that tells nothing to later compilations. */
  public static String write(Sweeps sweeps, TypeElement owner, Elements elements) {
    return write(sweeps, Optional.empty(), owner, elements);
  }

  /**
   * The source of the class.
   *
   * @param line the method as a straight line, which the class tells to later compilations
   * @param owner the class that declares the method
   */
  public static String write(
      Sweeps sweeps, Optional<Method> line, TypeElement owner, Elements elements) {
    return new SweepWriter(sweeps, line, new MethodClass(sweeps.method(), owner, elements))
        .source();
  }

  private String source() {
    LineWriter forwardLines = frame.lines();
    LineWriter reverseLines = frame.lines();
    MethodSpec forward =
        frame.forward(
            "Runs the method, and records what the reverse sweep reads.",
            forwardLines,
            sweeps.forward());
    MethodSpec reverse = reverse(reverseLines);
    TypeSpec.Builder type = frame.type("Sweep", "One call of", ", with its reverse sweep");
    line.ifPresent(method -> type.addAnnotation(published(method)));
    frame.handles().forEach(type::addField);
    for (LineWriter.Stack stack : forwardLines.stacks()) {
      ClassName stackType = ClassName.get(MethodClass.PACKAGE, stack.type());
      type.addField(
          FieldSpec.builder(stackType, stack.field(), Modifier.PRIVATE, Modifier.FINAL)
              .initializer("new $T()", stackType)
              .build());
    }
    sweeps
        .kept()
        .forEach(v -> type.addField(frame.types().of(v.type()), v.name(), Modifier.PRIVATE));
    sweeps
        .bars()
        .values()
        .forEach(v -> type.addField(frame.types().of(v.type()), v.name(), Modifier.PRIVATE));
    type.addMethod(frame.constructor());
    if (sweeps.method().isRecomputed()) {
      new RecomputedWriter(sweeps, frame).addTo(type, forward, forwardLines.stacks());
      type.addMethod(hidden(forward, "record"));
      type.addMethod(hidden(reverse, "replay"));
    } else {
      type.addMethod(forward);
      type.addMethod(reverse);
    }
    type.addMethod(frame.run());
    if (!sweeps.bars().isEmpty()) {
      type.addMethod(argumentBar());
    }
    if (sweeps.onlyReads()) {
      type.addMethod(always("onlyReads"));
    }
    if (sweeps.rereads()) {
      type.addMethod(always("rereadsArrays"));
    }
    if (!sweeps.method().constants().isEmpty()) {
      type.addMethod(differentiates());
    }
    return frame.source(type, sweeps.primitives());
  }

  private static AnnotationSpec published(Method method) {
    AnnotationSpec.Builder annotation =
        AnnotationSpec.builder(Generated.class).addMember("format", "$L", IrText.FORMAT);
    Chunks.split(IrText.write(method)).forEach(chunk -> annotation.addMember("ir", "$S", chunk));
    return annotation.build();
  }

  private static MethodSpec hidden(MethodSpec method, String name) {
    return MethodSpec.methodBuilder(name)
        .addModifiers(Modifier.PRIVATE)
        .addParameters(method.parameters())
        .returns(method.returnType())
        .addCode(method.code())
        .build();
  }

  private MethodSpec reverse(LineWriter lines) {
    CodeBlock body = lines.write(sweeps.backward());
    MethodSpec.Builder reverse =
        MethodSpec.methodBuilder("reverse")
            .addAnnotation(Override.class)
            .addModifiers(Modifier.PUBLIC)
            .addParameter(TypeName.DOUBLE, "resultBar");
    lines
        .stacks()
        .forEach(stack -> reverse.addStatement("$L.rewind(flow.isLast())", stack.field()));
    return reverse.addCode(body).build();
  }

  private static MethodSpec always(String name) {
    return MethodSpec.methodBuilder(name)
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PUBLIC)
        .returns(TypeName.BOOLEAN)
        .addStatement("return true")
        .build();
  }

  private MethodSpec differentiates() {
    String constants =
        sweeps.method().constants().stream()
            .sorted()
            .map(i -> "argument != " + i)
            .collect(Collectors.joining(" && "));
    return MethodSpec.methodBuilder("differentiates")
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PUBLIC)
        .addParameter(TypeName.INT, "argument")
        .returns(TypeName.BOOLEAN)
        .addStatement("return $L", constants)
        .build();
  }

  private MethodSpec argumentBar() {
    CodeBlock.Builder cases = CodeBlock.builder().beginControlFlow("return switch (argument)");
    sweeps.bars().forEach((index, bar) -> cases.addStatement("case $L -> $L", index, bar.name()));
    cases.addStatement("default -> 0");
    return MethodSpec.methodBuilder("argumentBar")
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PUBLIC)
        .addParameter(TypeName.INT, "argument")
        .returns(TypeName.DOUBLE)
        .addCode(cases.unindent().add("};\n").build())
        .build();
  }
}
