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
import java.util.List;
import java.util.Locale;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.scalar.Scalar.BinaryFunction;
import org.gradsmith.ir.scalar.Scalar.UnaryFunction;

/**
 * One element at a time, in Java's own arithmetic: float32 steps are float instructions, each
 * rounded by itself; exp, log and tanh are those of {@link Math} in double, rounded once.
 */
final class ScalarCode implements ValueCode {
  private static final ClassDesc MATH = Math.class.describeConstable().orElseThrow();
  private static final ClassDesc FUNCTIONS = FloatFunctions.class.describeConstable().orElseThrow();
  private static final ClassDesc INTEGERS =
      IntegerFunctions.class.describeConstable().orElseThrow();
  private static final MethodTypeDesc DOUBLE_TO_DOUBLE =
      MethodTypeDesc.of(ConstantDescs.CD_double, ConstantDescs.CD_double);

  private final CodeBuilder code;
  private final TypeKind kind;
  private final List<Integer> segments;
  private final List<StoredElement> stored;

  /**
   * @param segments the local variables that hold the operands' segments
   */
  ScalarCode(CodeBuilder code, PointwiseSpec spec, List<Integer> segments) {
    this.code = code;
    this.kind = kindOf(spec.dtype());
    this.segments = segments;
    this.stored =
        spec.operands().stream().map(operand -> StoredElement.of(operand.dtype())).toList();
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
  public TypeKind local() {
    return kind;
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
  public void number() {
    if (kind != TypeKind.DOUBLE) {
      code.conversion(TypeKind.DOUBLE, kind);
    }
  }

  @Override
  public void load(int operand, Runnable address) {
    stored.get(operand).load(code, segments.get(operand), address, kind);
  }

  @Override
  public void store(int operand, Runnable address, Runnable value) {
    stored.get(operand).store(code, segments.get(operand), address, value, kind);
  }

  @Override
  public void unary(UnaryFunction function) {
    switch (function) {
      case NEG ->
          code.with(
              OperatorInstruction.of(
                  switch (kind) {
                    case FLOAT -> Opcode.FNEG;
                    case DOUBLE -> Opcode.DNEG;
                    case LONG -> Opcode.LNEG;
                    default -> Opcode.INEG;
                  }));
      case EXP, LOG, SQRT, TANH, SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, EXPM1, LOG10, LOG1P ->
          call(MATH, function);
      case FLOOR, CEIL, ROUND, TRUNC -> {
        if (kind == TypeKind.FLOAT || kind == TypeKind.DOUBLE) {
          call(FUNCTIONS, function);
        }
      }
      case ABS, ASINH, ACOSH, ATANH, EXP2, LOG2, ERF, ERFC, ERFINV, LGAMMA, DIGAMMA -> {
        if (function == UnaryFunction.ABS && kind != TypeKind.FLOAT) {
          code.invokestatic(MATH, "abs", MethodTypeDesc.of(kind.upperBound(), kind.upperBound()));
        } else {
          call(FUNCTIONS, function);
        }
      }
    }
  }

  /** A function of doubles, whose value is rounded once. */
  private void call(ClassDesc owner, UnaryFunction function) {
    if (kind != TypeKind.DOUBLE) {
      code.conversion(kind, TypeKind.DOUBLE);
    }
    code.invokestatic(owner, function.name().toLowerCase(Locale.ROOT), DOUBLE_TO_DOUBLE);
    number();
  }

  @Override
  public void binary(BinaryFunction function) {
    if (function.isBasic()) {
      code.with(OperatorInstruction.of(opcode(function)));
      return;
    }
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

  private Opcode opcode(BinaryFunction function) {
    return switch (kind) {
      case FLOAT ->
          switch (function) {
            case ADD -> Opcode.FADD;
            case SUB -> Opcode.FSUB;
            case MUL -> Opcode.FMUL;
            case DIV -> Opcode.FDIV;
            default -> throw notBasic(function);
          };
      case DOUBLE ->
          switch (function) {
            case ADD -> Opcode.DADD;
            case SUB -> Opcode.DSUB;
            case MUL -> Opcode.DMUL;
            case DIV -> Opcode.DDIV;
            default -> throw notBasic(function);
          };
      case LONG ->
          switch (function) {
            case ADD -> Opcode.LADD;
            case SUB -> Opcode.LSUB;
            case MUL -> Opcode.LMUL;
            case DIV -> Opcode.LDIV;
            default -> throw notBasic(function);
          };
      default ->
          switch (function) {
            case ADD -> Opcode.IADD;
            case SUB -> Opcode.ISUB;
            case MUL -> Opcode.IMUL;
            case DIV -> Opcode.IDIV;
            default -> throw notBasic(function);
          };
    };
  }

  private static IllegalStateException notBasic(BinaryFunction function) {
    return new IllegalStateException(function + " is no instruction");
  }

  @Override
  public void ifEqual(Runnable left, Runnable right, Runnable then, Runnable otherwise) {
    Label not = code.newLabel();
    Label end = code.newLabel();
    left.run();
    right.run();
    switch (kind) {
      case FLOAT -> code.fcmpg().ifne(not);
      case DOUBLE -> code.dcmpg().ifne(not);
      case LONG -> code.lcmp().ifne(not);
      default -> code.if_icmpne(not);
    }
    choice(not, end, then, otherwise);
  }

  /**
   * The choice is made between the bit patterns: of two integers the compiler selects without a
   * branch, of two floats it branches, which costs ten times as much where signs are random.
   */
  @Override
  public void ifLess(Runnable left, Runnable right, Runnable then, Runnable otherwise) {
    Label not = code.newLabel();
    Label end = code.newLabel();
    left.run();
    right.run();
    switch (kind) {
      case FLOAT -> code.fcmpg().ifge(not);
      case DOUBLE -> code.dcmpg().ifge(not);
      case LONG -> code.lcmp().ifge(not);
      default -> code.if_icmpge(not);
    }
    choice(not, end, then, otherwise);
  }

  private void choice(Label not, Label end, Runnable then, Runnable otherwise) {
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
