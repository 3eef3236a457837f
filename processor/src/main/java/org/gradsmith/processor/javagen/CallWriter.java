/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.javagen;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import org.gradsmith.ir.Attr;
import org.gradsmith.ir.Value;
import org.gradsmith.sweep.Step;
import org.gradsmith.sweep.Sweeps;

/**
 * Writes the class of one call:
 *
 * <pre>
 * private static final class Inlined extends CompiledCall {
 *   private static final int X = 0; ...              // operands, in the order of the node's edges
 *   private record Operands(Tensor x, ...) {}
 *   private Operands in;                             // dropped when the forward sweep is done
 *   private final int conv1Stride; ...               // what else the call read
 *   private SavedTensor savedX; ...                  // kept for the reverse sweep
 *   Inlined(LeNet self, Tensor x) { ... }
 *   operands(), operandNames(), evaluate(), record(Needs), backward(Tensor, Needs, Adjoints)
 * }
 * </pre>
 */
final class CallWriter {
  private static final ClassName LIST = ClassName.get(List.class);
  private static final String OPERANDS = "Operands";

  private final String name;
  private final String doc;
  private final ClassName superclass;
  private final Sweeps sweeps;
  private final ReadCode reads;
  private final Conditions conditions;
  private final Kept kept;
  private final CallFields fields;
  private final Set<String> primitives = new TreeSet<>();

  CallWriter(String name, String doc, ClassName superclass, Sweeps sweeps, ReadCode reads) {
    this.name = name;
    this.doc = doc;
    this.superclass = superclass;
    this.sweeps = sweeps;
    this.reads = reads;
    this.conditions = new Conditions(sweeps);
    this.kept = Kept.of(sweeps, conditions);
    this.fields = CallFields.of(sweeps);
  }

  /** The primitives that the class uses. */
  Set<String> primitives() {
    return primitives;
  }

  /**
   * The class.
   *
   * @param self the type of the receiver; empty for rows, which have none
   */
  TypeSpec write(Optional<TypeName> self) {
    StepCode forward =
        new StepCode(this::forwardTensor, v -> forwardTensor(v) + ".shape()", reads::integer);
    StepCode reverse = new StepCode(this::reverseTensor, this::reverseShape, reads::integer);
    ForwardCode forwardCode = new ForwardCode(sweeps, kept, conditions, forward, fields);
    TypeSpec.Builder type =
        TypeSpec.classBuilder(name)
            .addJavadoc(doc)
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
            .superclass(superclass);
    addOperands(type);
    addFields(type);
    type.addMethod(constructor(self));
    type.addMethod(operands());
    type.addMethod(operandNames());
    if (!conditions.inactive().isEmpty()) {
      type.addMethod(hasGradient());
    }
    type.addMethod(
        override("evaluate").returns(RuntimeNames.TENSOR).addCode(forwardCode.evaluate()).build());
    type.addMethod(
        override("record")
            .returns(RuntimeNames.TENSOR)
            .addParameter(RuntimeNames.NEEDS, "needs")
            .addCode(forwardCode.record())
            .build());
    type.addMethod(
        override("backward")
            .addParameter(RuntimeNames.TENSOR, sweeps.cotangent().name())
            .addParameter(RuntimeNames.NEEDS, "needs")
            .addParameter(RuntimeNames.ADJOINTS, "bars")
            .addCode(new BackwardCode(sweeps, kept, conditions, reverse, fields).write())
            .build());
    if (!fields.calls().isEmpty()) {
      type.addMethod(
          override("callsModules").returns(TypeName.BOOLEAN).addStatement("return true").build());
    }
    primitives.addAll(forward.primitives());
    primitives.addAll(reverse.primitives());
    return type.build();
  }

  private static MethodSpec.Builder override(String name) {
    return MethodSpec.methodBuilder(name)
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PUBLIC);
  }

  private String forwardTensor(Value value) {
    return sweeps.operands().contains(value) ? "in." + value.name() : value.name();
  }

  private String reverseTensor(Value value) {
    return kept.tensors().containsKey(value) ? CallFields.saved(value) + ".unpack()" : value.name();
  }

  private String reverseShape(Value value) {
    return kept.shapes().contains(value) ? CallFields.shape(value) : value.name() + ".shape()";
  }

  private void addOperands(TypeSpec.Builder type) {
    List<Value> operands = sweeps.operands();
    for (int i = 0; i < operands.size(); i++) {
      type.addField(
          FieldSpec.builder(TypeName.INT, conditions.constant(i))
              .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
              .initializer("$L", i)
              .build());
    }
    MethodSpec.Builder components = MethodSpec.constructorBuilder();
    operands.forEach(v -> components.addParameter(RuntimeNames.TENSOR, v.name()));
    type.addType(
        TypeSpec.recordBuilder(OPERANDS)
            .addJavadoc("The tensors the call reads, in the order of the node's edges.")
            .addModifiers(Modifier.PRIVATE)
            .recordConstructor(components.build())
            .build());
    type.addField(
        FieldSpec.builder(ClassName.bestGuess(OPERANDS), "in")
            .addJavadoc("Dropped after the forward sweep.")
            .addModifiers(Modifier.PRIVATE)
            .build());
  }

  private void addFields(TypeSpec.Builder type) {
    for (Attr.Read read : membersRead()) {
      type.addField(TypeName.INT, reads.integer(read), Modifier.PRIVATE, Modifier.FINAL);
    }
    for (Value module : modules()) {
      type.addField(
          reads.type(((Value.Type.ObjectType) module.type()).className()),
          module.name(),
          Modifier.PRIVATE,
          Modifier.FINAL);
    }
    fields
        .calls()
        .values()
        .forEach(f -> type.addField(RuntimeNames.NESTED_CALL, f, Modifier.PRIVATE));
    kept.tensors()
        .keySet()
        .forEach(
            v -> type.addField(RuntimeNames.SAVED_TENSOR, CallFields.saved(v), Modifier.PRIVATE));
    kept.shapes()
        .forEach(v ->
            type.addField(ArrayTypeName.of(TypeName.LONG), CallFields.shape(v), Modifier.PRIVATE));
  }

  private Set<Attr.Read> membersRead() {
    Set<Attr.Read> members = new LinkedHashSet<>();
    Stream.concat(sweeps.forward().stream(), sweeps.reverse().stream())
        .forEach(step -> members.addAll(step.membersRead()));
    return members;
  }

  /** Modules that the call keeps, because it calls them. */
  private Set<Value> modules() {
    Set<Value> modules = new LinkedHashSet<>();
    for (Step step : sweeps.forward()) {
      if (step instanceof Step.CallModule call) {
        modules.add(call.call().module());
      }
    }
    return modules;
  }

  private MethodSpec constructor(Optional<TypeName> self) {
    MethodSpec.Builder constructor = MethodSpec.constructorBuilder();
    self.ifPresent(type -> constructor.addParameter(type, "self"));
    sweeps
        .method()
        .parameters()
        .forEach(v -> constructor.addParameter(RuntimeNames.TENSOR, v.name()));
    constructor.addCode(reads.declareObjects(sweeps.reads()));
    List<CodeBlock> arguments =
        sweeps.operands().stream()
            .map(v ->
                sweeps.method().parameters().contains(v) ? CodeBlock.of("$L", v.name()) : readOf(v))
            .toList();
    constructor.addStatement("in = new Operands($L)", CodeBlock.join(arguments, ",$W"));
    for (Attr.Read read : membersRead()) {
      constructor.addStatement(
          "$L = $L", reads.integer(read), reads.expression(read.object(), read.member()));
    }
    for (Value module : modules()) {
      constructor.addStatement("this.$1L = $1L", module.name());
    }
    return constructor.build();
  }

  private CodeBlock readOf(Value operand) {
    return sweeps.reads().stream()
        .filter(read -> read.result().equals(operand))
        .map(read -> reads.expression(read.object(), read.member()))
        .findFirst()
        .orElseThrow();
  }

  private MethodSpec operands() {
    CodeBlock all = StepCode.list(sweeps.operands().stream().map(v -> "in." + v.name()).toList());
    return override("operands")
        .returns(ParameterizedTypeName.get(LIST, RuntimeNames.TENSOR))
        .addStatement("return $T.asList($L)", Arrays.class, all)
        .build();
  }

  /** Some operands, such as those that are only compared, have none whatever is asked for. */
  private MethodSpec hasGradient() {
    String none =
        conditions.inactive().stream()
            .mapToObj(i -> "operand != " + conditions.constant(i))
            .collect(Collectors.joining(" && "));
    return override("hasGradient")
        .returns(TypeName.BOOLEAN)
        .addParameter(TypeName.INT, "operand")
        .addStatement("return $L", none)
        .build();
  }

  /** Operands are called as the user's code calls them: {@code conv1.weight}. */
  private MethodSpec operandNames() {
    List<CodeBlock> names =
        sweeps.operands().stream().map(v -> CodeBlock.of("$S", userName(v))).toList();
    return override("operandNames")
        .returns(ParameterizedTypeName.get(LIST, ClassName.get(String.class)))
        .addStatement("return $T.of($L)", LIST, CodeBlock.join(names, ",$W"))
        .build();
  }

  private String userName(Value operand) {
    return sweeps.reads().stream()
        .filter(read -> read.result().equals(operand))
        .map(read ->
            ("self".equals(reads.object(read.object())) ? "" : read.object().name() + ".")
                + read.member().name())
        .findFirst()
        .orElse(operand.name());
  }

  /** What the class keeps for its reverse sweep, as a sentence for its documentation. */
  static String keptText(Sweeps sweeps) {
    String tensors =
        Kept.of(sweeps, new Conditions(sweeps)).tensors().keySet().stream()
            .map(Value::name)
            .collect(Collectors.joining(", "));
    return tensors.isEmpty() ? "nothing" : tensors;
  }
}
