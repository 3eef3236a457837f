/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.javagen;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import org.gradsmith.annotation.Generated;
import org.gradsmith.ir.Method;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;
import org.gradsmith.processor.metadata.IrText;

/**
 * Writes a companion:
 *
 * <pre>
 * &#64;Generated(...)
 * public final class LeNet__AD implements CompiledForward&lt;LeNet&gt; {
 *   private static final Kernel BIAS_RELU = Kernel.load(LeNet__AD.class, "biasRelu");
 *   private static final VarHandle CONV1_FIELD = PrivateFields.find(...);
 *   apiLevel(), irHash(), sourceFile(), lines()
 *   inlined(LeNet self), begin(LeNet self, Tensor x), beginThroughModules(LeNet self, Tensor x)
 *   private static final class Inlined extends CompiledCall { ... }
 *   private static final class ThroughModules extends CompiledCall { ... }
 * }
 * </pre>
 */
public final class CompanionWriter {
  /** Version of the interface between generated code and the runtime. */
  private static final int API_LEVEL = 1;

  private static final String INLINED = "Inlined";
  private static final String THROUGH_MODULES = "ThroughModules";

  private final Companion companion;
  private final TypeElement owner;
  private final ReadCode reads;
  private final ClassName name;

  private CompanionWriter(Companion companion, TypeElement owner, Elements elements) {
    this.companion = companion;
    this.owner = owner;
    this.reads = new ReadCode(elements, companion.inlined().method().self());
    this.name = ClassName.get(companion.packageName(), companion.simpleName());
  }

  /** The source of the companion of a class. */
  public static String write(Companion companion, TypeElement owner, Elements elements) {
    return new CompanionWriter(companion, owner, elements).source();
  }

  private String source() {
    Method method = companion.inlined().method();
    TypeName self = ClassName.get(owner);
    String ownerName = owner.getSimpleName().toString();
    CallWriter inlined =
        new CallWriter(
            INLINED,
            (companion.inlinedCalls().isEmpty()
                    ? "One call."
                    : "One call, with inner modules inlined.")
                + " Kept for the reverse sweep: "
                + CallWriter.keptText(companion.inlined())
                + ".\n",
            RuntimeNames.COMPILED_CALL,
            companion.inlined(),
            reads);
    List<TypeSpec> calls = new ArrayList<>(List.of(inlined.write(Optional.of(self))));
    Set<String> primitives = new TreeSet<>(inlined.primitives());
    companion
        .throughModules()
        .ifPresent(sweeps -> {
          CallWriter writer =
              new CallWriter(
                  THROUGH_MODULES,
                  "One call in which inner modules are really called: for hooks, subclasses and changed callees.\n",
                  RuntimeNames.COMPILED_CALL,
                  sweeps,
                  reads);
          calls.add(writer.write(Optional.of(self)));
          primitives.addAll(writer.primitives());
        });
    TypeSpec.Builder type =
        TypeSpec.classBuilder(name)
            .addOriginatingElement(owner)
            .addJavadoc(
                "Forward and reverse sweep of {@code $L.$L}, $L:$L.\n",
                ownerName,
                method.name(),
                method.span().file(),
                method.span().line())
            .addAnnotation(metadata())
            .addModifiers(Modifier.FINAL)
            .addSuperinterface(ParameterizedTypeName.get(RuntimeNames.COMPILED_FORWARD, self));
    if (owner.getModifiers().contains(Modifier.PUBLIC)) {
      type.addModifiers(Modifier.PUBLIC);
    }
    MethodSpec inlinedQuestion = inlinedMethod(self);
    MethodSpec begin = begin("begin", self, INLINED);
    KernelFields.of(companion.plans(), name).forEach(type::addField);
    shapes().forEach(type::addField);
    handles(self).forEach(type::addField);
    type.addMethod(constant("apiLevel", TypeName.INT, CodeBlock.of("$L", API_LEVEL)));
    type.addMethod(
        constant("irHash", ClassName.get(String.class), CodeBlock.of("$S", companion.irHash())));
    type.addMethod(
        constant(
            "sourceFile", ClassName.get(String.class), CodeBlock.of("$S", method.span().file())));
    type.addMethod(
        constant("lines", ClassName.get(String.class), CodeBlock.of("$S", LineTable.PLACEHOLDER)));
    type.addMethod(inlinedQuestion);
    type.addMethod(begin);
    type.addMethod(
        begin(
            "beginThroughModules",
            self,
            companion.throughModules().isPresent() ? THROUGH_MODULES : INLINED));
    calls.forEach(type::addType);
    JavaFile.Builder file =
        JavaFile.builder(companion.packageName(), type.build())
            .skipJavaLangImports(true)
            .addFileComment(
                "Generated by Gradsmith from $L. Changes to this file are lost.",
                method.span().file());
    primitives.forEach(p -> file.addStaticImport(RuntimeNames.PRIMITIVES, p));
    return LineTable.fillIn(file.build().toString());
  }

  private AnnotationSpec metadata() {
    AnnotationSpec.Builder metadata =
        AnnotationSpec.builder(Generated.class).addMember("format", "$L", IrText.FORMAT);
    companion.ir().forEach(chunk -> metadata.addMember("ir", "$S", chunk));
    companion.constructors().forEach(line -> metadata.addMember("constructors", "$S", line));
    return metadata.build();
  }

  private static MethodSpec constant(String method, TypeName type, CodeBlock value) {
    return MethodSpec.methodBuilder(method)
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PUBLIC)
        .returns(type)
        .addStatement("return $L", value)
        .build();
  }

  private List<FieldSpec> shapes() {
    return companion.shapes().stream()
        .map(shape ->
            constantField(
                RuntimeNames.SHAPE_PATTERN,
                shapeConstant(shape),
                CodeBlock.of(
                    "$T.of($S, $S$L)",
                    RuntimeNames.SHAPE_PATTERN,
                    shape.parameter().name(),
                    shape.text(),
                    shape.members().stream()
                        .map(m -> ", \"" + m.name() + "\"")
                        .collect(Collectors.joining()))))
        .toList();
  }

  private static String shapeConstant(Companion.DeclaredShape shape) {
    return Conditions.constant(shape.parameter().name()) + "_SHAPE";
  }

  private List<FieldSpec> handles(TypeName self) {
    List<FieldSpec> fields = new ArrayList<>();
    reads
        .handles()
        .forEach((member, constant) ->
            fields.add(
                constantField(
                    ClassName.get(VarHandle.class),
                    constant,
                    CodeBlock.of(
                        "$T.find($T.lookup(), $T.class, $S, $T.class)",
                        RuntimeNames.PRIVATE_FIELDS,
                        MethodHandles.class,
                        self,
                        member.name(),
                        reads.type(member.type())))));
    return fields;
  }

  private static FieldSpec constantField(TypeName type, String constant, CodeBlock value) {
    return FieldSpec.builder(type, constant, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
        .initializer(value)
        .build();
  }

  /** Asks for everything that would make the modules do something else than was inlined. */
  private MethodSpec inlinedMethod(TypeName self) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("inlined")
            .addAnnotation(Override.class)
            .addModifiers(Modifier.PUBLIC)
            .addParameter(self, "self")
            .returns(TypeName.BOOLEAN);
    List<CodeBlock> questions = new ArrayList<>();
    List<Value> modules =
        companion.inlinedCalls().stream().map(Companion.InlinedCall::module).distinct().toList();
    method.addCode(reads.declareObjects(readsOf(modules)));
    for (Value module : modules) {
      List<Companion.InlinedCall> calls =
          companion.inlinedCalls().stream().filter(c -> c.module().equals(module)).toList();
      String object = reads.object(module);
      if (calls.stream().anyMatch(Companion.InlinedCall::exactClass)) {
        questions.add(
            CodeBlock.of(
                "$L.getClass() == $T.class", object, reads.type(calls.getFirst().className())));
      }
      if (calls.stream().anyMatch(Companion.InlinedCall::hooks)) {
        questions.add(CodeBlock.of("!$L.hasHooks()", object));
      }
    }
    Map<String, String> callees = new LinkedHashMap<>();
    companion.inlinedCalls().forEach(c -> callees.put(c.className(), c.irHash()));
    callees.forEach((className, hash) ->
        questions.add(
            CodeBlock.of(
                "$T.sameHash($T.class, $S)",
                RuntimeNames.COMPANIONS,
                reads.type(className),
                hash)));
    return method
        .addStatement(
            "return $L",
            questions.isEmpty() ? CodeBlock.of("true") : CodeBlock.join(questions, "\n&& "))
        .build();
  }

  /** The reads that lead to objects, those of the objects they are read from included, in order. */
  private List<Node.Read> readsOf(List<Value> objects) {
    Set<Value> wanted = new HashSet<>(objects);
    List<Node.Read> found = new ArrayList<>();
    for (Node.Read read : companion.inlined().reads().reversed()) {
      if (wanted.contains(read.result())) {
        wanted.add(read.object());
        found.addFirst(read);
      }
    }
    return found;
  }

  private MethodSpec begin(String method, TypeName self, String callClass) {
    List<Value> parameters = companion.inlined().method().parameters();
    MethodSpec.Builder begin =
        MethodSpec.methodBuilder(method)
            .addAnnotation(Override.class)
            .addModifiers(Modifier.PUBLIC)
            .addParameter(self, "self")
            .returns(RuntimeNames.COMPILED_CALL);
    parameters.forEach(v -> begin.addParameter(RuntimeNames.TENSOR, v.name()));
    Value receiver = companion.inlined().method().self().orElseThrow();
    for (Companion.DeclaredShape shape : companion.shapes()) {
      List<CodeBlock> arguments = new ArrayList<>();
      arguments.add(CodeBlock.of("$L", shape.parameter().name()));
      shape.members().forEach(m -> arguments.add(reads.expression(receiver, m)));
      begin.addStatement("$L.check($L)", shapeConstant(shape), CodeBlock.join(arguments, ", "));
    }
    String arguments = parameters.stream().map(Value::name).collect(Collectors.joining(", "));
    return begin.addStatement("return new $L(self, $L)", callClass, arguments).build();
  }
}
