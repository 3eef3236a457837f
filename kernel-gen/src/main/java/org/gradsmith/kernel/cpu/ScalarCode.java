/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.scalar.Scalar.BinaryFunction;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;
import org.gradsmith.kernel.lane.Operation;

/**
 * One element at a time, in Java's own arithmetic: steps are instructions, each rounded by itself.
 * Functions that are not written in steps are those of {@link Math} and {@link FloatFunctions} in
 * double, rounded once.
 */
final class ScalarCode implements ValueCode {
  private static final ClassDesc MATH = Math.class.describeConstable().orElseThrow();
  private static final ClassDesc FUNCTIONS = FloatFunctions.class.describeConstable().orElseThrow();
  private static final ClassDesc INTEGERS =
      IntegerFunctions.class.describeConstable().orElseThrow();
  private static final MethodTypeDesc DOUBLE_TO_DOUBLE =
      MethodTypeDesc.of(ConstantDescs.CD_double, ConstantDescs.CD_double);

  private static final Set<UnaryFunction> IN_MATH =
      EnumSet.of(
          UnaryFunction.EXP,
          UnaryFunction.LOG,
          UnaryFunction.TANH,
          UnaryFunction.SIN,
          UnaryFunction.COS,
          UnaryFunction.TAN,
          UnaryFunction.ASIN,
          UnaryFunction.ACOS,
          UnaryFunction.ATAN,
          UnaryFunction.SINH,
          UnaryFunction.COSH,
          UnaryFunction.EXPM1,
          UnaryFunction.LOG10,
          UnaryFunction.LOG1P);

  private final CodeBuilder code;
  private final TypeKind kind;
  private final TypeKind bitsKind;
  private final OperandSegments segments;
  private final List<StoredElement> stored;

  ScalarCode(CodeBuilder code, PointwiseSpec spec, OperandSegments segments) {
    this(code, spec.dtype(), spec.operands(), segments);
  }

  ScalarCode(
      CodeBuilder code,
      DType dtype,
      List<PointwiseSpec.Operand> operands,
      OperandSegments segments) {
    this.code = code;
    this.kind = kindOf(dtype);
    this.bitsKind = kind.slotSize() == 2 ? TypeKind.LONG : TypeKind.INT;
    this.segments = segments;
    this.stored = operands.stream().map(operand -> StoredElement.of(operand.dtype())).toList();
  }

  private static TypeKind kindOf(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> TypeKind.FLOAT;
      case FLOAT64 -> TypeKind.DOUBLE;
      case INT32 -> TypeKind.INT;
      case INT64 -> TypeKind.LONG;
      default -> throw new IllegalArgumentException("nothing is computed in " + dtype);
    };
  }

  @Override
  public TypeKind local(boolean bits) {
    return bits ? bitsKind : kind;
  }

  @Override
  public void constant(double value) {
    switch (kind) {
      case FLOAT -> code.loadConstant((float) value);
      case DOUBLE -> code.loadConstant(value);
      case LONG -> code.loadConstant((long) value);
      default -> code.loadConstant((int) value);
    }
  }

  @Override
  public void pattern(long bits) {
    if (bitsKind == TypeKind.LONG) {
      code.loadConstant(bits);
    } else {
      code.loadConstant((int) bits);
    }
  }

  @Override
  public void number() {
    if (kind != TypeKind.DOUBLE) {
      code.conversion(TypeKind.DOUBLE, kind);
    }
  }

  @Override
  public void numbersFrom() {
    convert(TypeKind.INT, kind);
  }

  @Override
  public void load(int operand, Runnable address) {
    stored.get(operand).load(code, () -> segments.push(operand), address, kind);
  }

  @Override
  public void store(int operand, Runnable address, Runnable value) {
    stored.get(operand).store(code, () -> segments.push(operand), address, value, kind);
  }

  @Override
  public void basic(Operation.Basic step) {
    switch (step) {
      case ADD, SUB, MUL, DIV, NEG -> instruction(kind, step.name());
      case ABS, SQRT -> {
        TypeKind computed = step == Operation.Basic.SQRT ? TypeKind.DOUBLE : kind;
        convert(kind, computed);
        ClassDesc type = computed.upperBound();
        code.invokestatic(
            MATH, step.name().toLowerCase(Locale.ROOT), MethodTypeDesc.of(type, type));
        convert(computed, kind);
      }
      case FMA -> {
        ClassDesc type = kind.upperBound();
        code.invokestatic(MATH, "fma", MethodTypeDesc.of(type, type, type, type));
      }
      case TO_BITS -> toBits();
      case FROM_BITS -> fromBits();
      case BITS_ADD, BITS_SUB, BITS_AND, BITS_OR, BITS_XOR ->
          instruction(bitsKind, step.name().substring("BITS_".length()));
      case IF_LESS, IF_EQUAL, IF_ZERO -> throw new IllegalArgumentException(step.toString());
    }
  }

  /** The instruction of that name for a kind, such as FADD. */
  private void instruction(TypeKind of, String name) {
    code.with(OperatorInstruction.of(Opcode.valueOf(of.name().charAt(0) + name)));
  }

  private void convert(TypeKind from, TypeKind to) {
    if (from != to) {
      code.conversion(from, to);
    }
  }

  @Override
  public void shift(int distance) {
    code.loadConstant(Math.abs(distance));
    instruction(bitsKind, distance < 0 ? "SHR" : "SHL");
  }

  @Override
  public void call(UnaryFunction function) {
    if (function.keepsIntegers() && kind != TypeKind.FLOAT && kind != TypeKind.DOUBLE) {
      return;
    }
    call(IN_MATH.contains(function) ? MATH : FUNCTIONS, function);
  }

  /** A function of doubles, whose value is rounded once. */
  private void call(ClassDesc owner, UnaryFunction function) {
    convert(kind, TypeKind.DOUBLE);
    code.invokestatic(owner, function.name().toLowerCase(Locale.ROOT), DOUBLE_TO_DOUBLE);
    number();
  }

  @Override
  public void call(BinaryFunction function) {
    boolean floating = kind == TypeKind.FLOAT || kind == TypeKind.DOUBLE;
    TypeKind wide = floating ? TypeKind.DOUBLE : TypeKind.LONG;
    if (kind != wide) {
      int second = code.allocateLocal(kind);
      code.storeLocal(kind, second)
          .conversion(kind, wide)
          .loadLocal(kind, second)
          .conversion(kind, wide);
    }
    ClassDesc type = wide.upperBound();
    code.invokestatic(
        floating ? FUNCTIONS : INTEGERS,
        function.name().toLowerCase(Locale.ROOT),
        MethodTypeDesc.of(type, type, type));
    if (kind != wide) {
      code.conversion(wide, kind);
    }
  }

  /**
   * The choice is made between the bit patterns: of two integers the compiler selects without a
   * branch, of two floats it branches, which costs ten times as much where signs are random.
   */
  @Override
  public void choice(Operation.Basic step, List<Runnable> arguments) {
    Label not = code.newLabel();
    Label end = code.newLabel();
    arguments.get(0).run();
    if (step == Operation.Basic.IF_ZERO) {
      if (bitsKind == TypeKind.LONG) {
        code.lconst_0().lcmp();
      }
      code.ifne(not);
      choose(not, end, arguments.get(1), arguments.get(2));
      return;
    }
    arguments.get(1).run();
    boolean less = step == Operation.Basic.IF_LESS;
    if (kind == TypeKind.INT) {
      code.branch(less ? Opcode.IF_ICMPGE : Opcode.IF_ICMPNE, not);
    } else {
      switch (kind) {
        case FLOAT -> code.fcmpg();
        case DOUBLE -> code.dcmpg();
        default -> code.lcmp();
      }
      code.branch(less ? Opcode.IFGE : Opcode.IFNE, not);
    }
    choose(not, end, arguments.get(2), arguments.get(3));
  }

  @Override
  public void within(Operation.Within step, Runnable x, Runnable inside) {
    Label beyond = code.newLabel();
    Label end = code.newLabel();
    x.run();
    basic(Operation.Basic.ABS);
    constant(step.limit());
    if (kind == TypeKind.FLOAT) {
      code.fcmpl();
    } else {
      code.dcmpl();
    }
    code.ifgt(beyond);
    inside.run();
    code.goto_(end).labelBinding(beyond);
    x.run();
    call(step.beyond());
    code.labelBinding(end);
  }

  private void choose(Label not, Label end, Runnable then, Runnable otherwise) {
    then.run();
    toBits();
    code.goto_(end).labelBinding(not);
    otherwise.run();
    toBits();
    code.labelBinding(end);
    fromBits();
  }

  private void toBits() {
    switch (kind) {
      case FLOAT ->
          code.invokestatic(
              ConstantDescs.CD_Float,
              "floatToRawIntBits",
              MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_float));
      case DOUBLE ->
          code.invokestatic(
              ConstantDescs.CD_Double,
              "doubleToRawLongBits",
              MethodTypeDesc.of(ConstantDescs.CD_long, ConstantDescs.CD_double));
      default -> {
        // An integer is its bit pattern.
      }
    }
  }

  private void fromBits() {
    switch (kind) {
      case FLOAT ->
          code.invokestatic(
              ConstantDescs.CD_Float,
              "intBitsToFloat",
              MethodTypeDesc.of(ConstantDescs.CD_float, ConstantDescs.CD_int));
      case DOUBLE ->
          code.invokestatic(
              ConstantDescs.CD_Double,
              "longBitsToDouble",
              MethodTypeDesc.of(ConstantDescs.CD_double, ConstantDescs.CD_long));
      default -> {
        // An integer is its bit pattern.
      }
    }
  }
}
