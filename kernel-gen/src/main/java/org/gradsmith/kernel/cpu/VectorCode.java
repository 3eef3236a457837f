/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.scalar.Scalar.BinaryFunction;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;
import org.gradsmith.kernel.cpu.PointwiseSpec.Access;
import org.gradsmith.kernel.lane.LaneGraph;
import org.gradsmith.kernel.lane.Operation;

/**
 * A vector of neighbouring elements at a time, through {@code jdk.incubator.vector}. Steps have the
 * same bits as in {@link ScalarCode}; what is not written in steps cannot be done here.
 */
final class VectorCode implements ValueCode {
  private static final String PACKAGE = "jdk.incubator.vector";
  private static final ClassDesc VECTOR = ClassDesc.of(PACKAGE, "Vector");
  private static final ClassDesc MASK = ClassDesc.of(PACKAGE, "VectorMask");
  private static final ClassDesc SPECIES = ClassDesc.of(PACKAGE, "VectorSpecies");
  private static final ClassDesc OPERATORS = ClassDesc.of(PACKAGE, "VectorOperators");
  private static final ClassDesc COMPARISON = OPERATORS.nested("Comparison");
  private static final ClassDesc BINARY = OPERATORS.nested("Binary");
  private static final ClassDesc ORDER = ByteOrder.class.describeConstable().orElseThrow();

  private final CodeBuilder code;
  private final OperandSegments segments;
  private final Label rare;
  private final OptionalInt mask;
  private final List<Access> accesses;
  private final ClassDesc type;
  private final ClassDesc lane;
  private final ClassDesc bitsType;
  private final ClassDesc bitsLane;
  private final String toBits;
  private final String fromBits;
  private final StoredElement element;
  private final TypeKind laneKind;

  /**
   * @param rare where to go on, with an empty stack, if an element needs what vectors cannot do
   * @param mask the local variable with the mask of the lanes that are read and written
   */
  VectorCode(
      CodeBuilder code,
      PointwiseSpec spec,
      OperandSegments segments,
      Label rare,
      OptionalInt mask) {
    this(code, spec.dtype(), spec.operands(), segments, rare, mask);
  }

  VectorCode(
      CodeBuilder code,
      DType dtype,
      List<PointwiseSpec.Operand> operands,
      OperandSegments segments,
      Label rare,
      OptionalInt mask) {
    boolean single = dtype == DType.FLOAT32;
    this.code = code;
    this.segments = segments;
    this.rare = rare;
    this.mask = mask;
    this.accesses = operands.stream().map(PointwiseSpec.Operand::access).toList();
    this.type = ClassDesc.of(PACKAGE, single ? "FloatVector" : "DoubleVector");
    this.bitsType = ClassDesc.of(PACKAGE, single ? "IntVector" : "LongVector");
    this.bitsLane = single ? ConstantDescs.CD_int : ConstantDescs.CD_long;
    this.toBits = single ? "reinterpretAsInts" : "reinterpretAsLongs";
    this.fromBits = single ? "reinterpretAsFloats" : "reinterpretAsDoubles";
    this.lane = single ? ConstantDescs.CD_float : ConstantDescs.CD_double;
    this.laneKind = single ? TypeKind.FLOAT : TypeKind.DOUBLE;
    this.element = StoredElement.of(dtype);
  }

  /** Whether a spec can run on vectors. */
  static boolean fits(PointwiseSpec spec, LaneGraph graph) {
    return spec.dtype().isFloating()
        && spec.operands().stream().allMatch(operand -> operand.dtype() == spec.dtype())
        && spec.operands().stream().allMatch(operand -> operand.access() != Access.STRIDED)
        && graph.steps().stream().noneMatch(step -> isCall(step.operation()));
  }

  static boolean isCall(Operation operation) {
    return operation instanceof Operation.Call || operation instanceof Operation.CallOfTwo;
  }

  /**
   * Replaces two vectors, of what lanes have come to and of their next terms, by what they come to
   * with these. Lanes outside the mask stay as they are.
   *
   * @param operator ADD, MAX or MIN, the latter giving NaN where one of the two is
   */
  void fold(String operator) {
    int next = code.allocateLocal(TypeKind.REFERENCE);
    code.astore(next).getstatic(OPERATORS, operator, OPERATORS.nested("Associative")).aload(next);
    code.invokevirtual(type, "lanewise", withMask(MethodTypeDesc.of(type, BINARY, VECTOR)));
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

  /** The mask of the elements from one up to another, on the stack. */
  void range(int from, int to) {
    species();
    code.iload(from)
        .iload(to)
        .invokeinterface(
            SPECIES,
            "indexInRange",
            MethodTypeDesc.of(MASK, ConstantDescs.CD_int, ConstantDescs.CD_int));
  }

  /** The largest multiple of the number of lanes up to a number, on the stack. */
  void loopBound(int count) {
    species();
    code.iload(count)
        .invokeinterface(
            SPECIES, "loopBound", MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int));
  }

  @Override
  public TypeKind local(boolean bits) {
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

  @Override
  public void numbersFrom() {
    code.conversion(TypeKind.INT, laneKind);
    broadcast();
    code.iconst_1();
    code.invokevirtual(type, "addIndex", MethodTypeDesc.of(type, ConstantDescs.CD_int));
  }

  @Override
  public void pattern(long bits) {
    if (laneKind == TypeKind.FLOAT) {
      code.loadConstant((int) bits);
    } else {
      code.loadConstant(bits);
    }
    bits();
  }

  /** Puts the bits of a lane, on the stack as a scalar, into all lanes. */
  void bits() {
    TypeKind kind = laneKind == TypeKind.FLOAT ? TypeKind.INT : TypeKind.LONG;
    int scalar = code.allocateLocal(kind);
    code.storeLocal(kind, scalar)
        .getstatic(bitsType, "SPECIES_PREFERRED", SPECIES)
        .loadLocal(kind, scalar)
        .invokestatic(bitsType, "broadcast", MethodTypeDesc.of(bitsType, SPECIES, bitsLane));
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
      element.load(code, () -> segments.push(operand), address, laneKind);
      broadcast();
      return;
    }
    species();
    segments.push(operand);
    address.run();
    order();
    MethodTypeDesc whole =
        MethodTypeDesc.of(type, SPECIES, StoredElement.SEGMENT, ConstantDescs.CD_long, ORDER);
    code.invokestatic(type, "fromMemorySegment", withMask(whole));
  }

  @Override
  public void store(int operand, Runnable address, Runnable value) {
    value.run();
    segments.push(operand);
    address.run();
    order();
    MethodTypeDesc whole =
        MethodTypeDesc.of(
            ConstantDescs.CD_void, StoredElement.SEGMENT, ConstantDescs.CD_long, ORDER);
    code.invokevirtual(type, "intoMemorySegment", withMask(whole));
  }

  /** Puts the mask, if there is one, behind the other arguments. */
  private MethodTypeDesc withMask(MethodTypeDesc whole) {
    if (mask.isEmpty()) {
      return whole;
    }
    code.aload(mask.getAsInt());
    return whole.insertParameterTypes(whole.parameterCount(), MASK);
  }

  private void order() {
    code.invokestatic(ORDER, "nativeOrder", MethodTypeDesc.of(ORDER));
  }

  @Override
  public void basic(Operation.Basic step) {
    switch (step) {
      case NEG, ABS, SQRT -> code.invokevirtual(type, name(step), MethodTypeDesc.of(type));
      case ADD, SUB, MUL, DIV ->
          code.invokevirtual(type, name(step), MethodTypeDesc.of(type, VECTOR));
      case FMA -> code.invokevirtual(type, "fma", MethodTypeDesc.of(type, VECTOR, VECTOR));
      case TO_BITS -> code.invokevirtual(type, toBits, MethodTypeDesc.of(bitsType));
      case FROM_BITS -> code.invokevirtual(bitsType, fromBits, MethodTypeDesc.of(type));
      case BITS_ADD -> bits("add");
      case BITS_SUB -> bits("sub");
      case BITS_AND -> bits("and");
      case BITS_OR -> bits("or");
      case BITS_XOR -> {
        int second = code.allocateLocal(TypeKind.REFERENCE);
        code.astore(second)
            .getstatic(OPERATORS, "XOR", OPERATORS.nested("Associative"))
            .aload(second)
            .invokevirtual(bitsType, "lanewise", MethodTypeDesc.of(bitsType, BINARY, VECTOR));
      }
      case IF_LESS, IF_EQUAL, IF_ZERO -> throw new IllegalArgumentException(step.toString());
    }
  }

  private static String name(Operation.Basic step) {
    return step.name().toLowerCase(Locale.ROOT);
  }

  private void bits(String method) {
    code.invokevirtual(bitsType, method, MethodTypeDesc.of(bitsType, VECTOR));
  }

  @Override
  public void shift(int distance) {
    code.getstatic(OPERATORS, distance < 0 ? "ASHR" : "LSHL", BINARY);
    if (laneKind == TypeKind.FLOAT) {
      code.loadConstant(Math.abs(distance));
    } else {
      code.loadConstant((long) Math.abs(distance));
    }
    code.invokevirtual(bitsType, "lanewise", MethodTypeDesc.of(bitsType, BINARY, bitsLane));
  }

  /** {@code otherwise.blend(then, left.compare(comparison, right))}. */
  @Override
  public void choice(Operation.Basic step, List<Runnable> arguments) {
    if (step == Operation.Basic.IF_ZERO) {
      chooseByBits(arguments.get(0), arguments.get(1), arguments.get(2));
      return;
    }
    arguments.get(3).run();
    arguments.get(2).run();
    arguments.get(0).run();
    code.getstatic(OPERATORS, step == Operation.Basic.IF_LESS ? "LT" : "EQ", COMPARISON);
    arguments.get(1).run();
    code.invokevirtual(type, "compare", MethodTypeDesc.of(MASK, COMPARISON, VECTOR))
        .invokevirtual(type, "blend", MethodTypeDesc.of(type, VECTOR, MASK));
  }

  /** As bits, for a comparison of bits gives a mask for bits. */
  private void chooseByBits(Runnable bits, Runnable then, Runnable otherwise) {
    otherwise.run();
    basic(Operation.Basic.TO_BITS);
    then.run();
    basic(Operation.Basic.TO_BITS);
    bits.run();
    code.getstatic(OPERATORS, "EQ", COMPARISON);
    if (laneKind == TypeKind.FLOAT) {
      code.iconst_0();
    } else {
      code.lconst_0();
    }
    code.invokevirtual(bitsType, "compare", MethodTypeDesc.of(MASK, COMPARISON, bitsLane))
        .invokevirtual(bitsType, "blend", MethodTypeDesc.of(bitsType, VECTOR, MASK));
    basic(Operation.Basic.FROM_BITS);
  }

  /** {@code if (x.abs().compare(GT, limit).anyTrue()) goto rare}. */
  @Override
  public void within(Operation.Within step, Runnable x, Runnable inside) {
    x.run();
    basic(Operation.Basic.ABS);
    code.getstatic(OPERATORS, "GT", COMPARISON).loadConstant(step.limit());
    if (laneKind == TypeKind.FLOAT) {
      code.d2f();
    }
    code.invokevirtual(type, "compare", MethodTypeDesc.of(MASK, COMPARISON, lane))
        .invokevirtual(MASK, "anyTrue", MethodTypeDesc.of(ConstantDescs.CD_boolean))
        .ifne(rare);
    inside.run();
  }

  @Override
  public void call(UnaryFunction function) {
    throw new IllegalStateException(function + " is no function of vectors");
  }

  @Override
  public void call(BinaryFunction function) {
    throw new IllegalStateException(function + " is no function of vectors");
  }
}
