/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.ir.scalar.Scalar.BinaryFunction;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;
import org.gradsmith.kernel.ScalarGraph;
import org.gradsmith.kernel.cpu.PointwiseSpec.Access;

/**
 * A vector of neighbouring elements at a time, through {@code jdk.incubator.vector}. Only what
 * gives the same bits as {@link ScalarCode} is done here: arithmetic, square roots and comparisons.
 */
final class VectorCode implements ValueCode {
  private static final String PACKAGE = "jdk.incubator.vector";
  private static final ClassDesc VECTOR = ClassDesc.of(PACKAGE, "Vector");
  private static final ClassDesc MASK = ClassDesc.of(PACKAGE, "VectorMask");
  private static final ClassDesc SPECIES = ClassDesc.of(PACKAGE, "VectorSpecies");
  private static final ClassDesc OPERATORS = ClassDesc.of(PACKAGE, "VectorOperators");
  private static final ClassDesc COMPARISON = OPERATORS.nested("Comparison");
  private static final ClassDesc ORDER = ByteOrder.class.describeConstable().orElseThrow();

  private final CodeBuilder code;
  private final List<Integer> segments;
  private final List<Access> accesses;
  private final ClassDesc type;
  private final ClassDesc lane;
  private final StoredElement element;
  private final TypeKind laneKind;

  VectorCode(CodeBuilder code, PointwiseSpec spec, List<Integer> segments) {
    boolean single = spec.dtype() == DType.FLOAT32;
    this.code = code;
    this.segments = segments;
    this.accesses = spec.operands().stream().map(PointwiseSpec.Operand::access).toList();
    this.type = ClassDesc.of(PACKAGE, single ? "FloatVector" : "DoubleVector");
    this.lane = single ? ConstantDescs.CD_float : ConstantDescs.CD_double;
    this.laneKind = single ? TypeKind.FLOAT : TypeKind.DOUBLE;
    this.element = StoredElement.of(spec.dtype());
  }

  /** Whether a spec can run on vectors with the same bits. */
  static boolean fits(PointwiseSpec spec) {
    return spec.dtype().isFloating()
        && spec.operands().stream().allMatch(operand -> operand.dtype() == spec.dtype())
        && spec.operands().stream().allMatch(operand -> operand.access() != Access.STRIDED)
        && ScalarGraph.of(spec.expressions()).steps().stream()
            .allMatch(step -> isExact(step.scalar()));
  }

  private static boolean isExact(Scalar scalar) {
    return switch (scalar) {
      case Scalar.Unary unary ->
          switch (unary.function()) {
            case NEG, SQRT, ABS -> true;
            default -> false;
          };
      case Scalar.Binary binary -> binary.function().isBasic();
      case Scalar.IfLess _, Scalar.IfEqual _ -> true;
      case Scalar.Operand _, Scalar.Attribute _, Scalar.Constant _ -> true;
    };
  }

  /** The species, a constant to the compiler. */
  private void species() {
    code.getstatic(type, "SPECIES_PREFERRED", SPECIES);
  }

  /** The number of lanes, on the stack. */
  void length() {
    species();
    code.invokeinterface(SPECIES, "length", MethodTypeDesc.of(ConstantDescs.CD_int));
  }

  /** Replaces the int on the stack by the largest multiple of the number of lanes up to it. */
  void loopBound(int count) {
    species();
    code.iload(count)
        .invokeinterface(
            SPECIES, "loopBound", MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int));
  }

  @Override
  public TypeKind local() {
    return TypeKind.REFERENCE;
  }

  @Override
  public void constant(double value) {
    code.loadConstant(value);
    number();
  }

  @Override
  public void number() {
    if (laneKind == TypeKind.FLOAT) {
      code.d2f();
    }
    broadcast();
  }

  private void broadcast() {
    int scalar = code.allocateLocal(laneKind);
    code.storeLocal(laneKind, scalar);
    species();
    code.loadLocal(laneKind, scalar)
        .invokestatic(type, "broadcast", MethodTypeDesc.of(type, SPECIES, lane));
  }

  @Override
  public void load(int operand, Runnable address) {
    if (accesses.get(operand) == Access.BROADCAST) {
      element.load(code, segments.get(operand), address, laneKind);
      broadcast();
      return;
    }
    species();
    code.aload(segments.get(operand));
    address.run();
    order();
    code.invokestatic(
        type,
        "fromMemorySegment",
        MethodTypeDesc.of(type, SPECIES, StoredElement.SEGMENT, ConstantDescs.CD_long, ORDER));
  }

  @Override
  public void store(int operand, Runnable address, Runnable value) {
    value.run();
    code.aload(segments.get(operand));
    address.run();
    order();
    code.invokevirtual(
        type,
        "intoMemorySegment",
        MethodTypeDesc.of(
            ConstantDescs.CD_void, StoredElement.SEGMENT, ConstantDescs.CD_long, ORDER));
  }

  private void order() {
    code.invokestatic(ORDER, "nativeOrder", MethodTypeDesc.of(ORDER));
  }

  @Override
  public void unary(UnaryFunction function) {
    code.invokevirtual(type, function.name().toLowerCase(Locale.ROOT), MethodTypeDesc.of(type));
  }

  @Override
  public void binary(BinaryFunction function) {
    code.invokevirtual(
        type, function.name().toLowerCase(Locale.ROOT), MethodTypeDesc.of(type, VECTOR));
  }

  @Override
  public void ifLess(Runnable left, Runnable right, Runnable then, Runnable otherwise) {
    choose("LT", left, right, then, otherwise);
  }

  @Override
  public void ifEqual(Runnable left, Runnable right, Runnable then, Runnable otherwise) {
    choose("EQ", left, right, then, otherwise);
  }

  /** {@code otherwise.blend(then, left.compare(comparison, right))}. */
  private void choose(
      String comparison, Runnable left, Runnable right, Runnable then, Runnable otherwise) {
    otherwise.run();
    then.run();
    left.run();
    code.getstatic(OPERATORS, comparison, COMPARISON);
    right.run();
    code.invokevirtual(type, "compare", MethodTypeDesc.of(MASK, COMPARISON, VECTOR))
        .invokevirtual(type, "blend", MethodTypeDesc.of(type, VECTOR, MASK));
  }
}
