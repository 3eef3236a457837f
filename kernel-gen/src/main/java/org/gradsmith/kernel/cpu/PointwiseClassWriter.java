/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import org.gradsmith.kernel.cpu.PointwiseSpec.Access;

/**
 * Writes the class of a {@link PointwiseLoop}. For {@code y = x < 0 ? 0 : x} over float32 it is, in
 * Java:
 *
 * <pre>{@code
 * final class Pointwise implements PointwiseLoop {
 *   public void run(MemorySegment[] segments, long[] offsets, ..., long rows, int columns) {
 *     if (columns <= 0) {
 *       return;
 *     }
 *     MemorySegment y = segments[0], x = segments[1];
 *     long yAt = offsets[0] * 4, xAt = offsets[1] * 4, yStep = rowStrides[0] * 4, ...;
 *     for (long row = 0; row < rows; row++) {
 *       int i = 0;
 *       for (int bound = SPECIES.loopBound(columns); i < bound; i += SPECIES.length()) {
 *         // Form.VECTOR only: the body below on vectors
 *       }
 *       for (; i < columns; i++) {
 *         float v = x.get(JAVA_FLOAT, xAt + 4L * i);
 *         y.set(JAVA_FLOAT, yAt + 4L * i, v < 0 ? 0 : v);
 *       }
 *       yAt += yStep;
 *       xAt += xStep;
 *     }
 *   }
 * }
 * }</pre>
 */
public final class PointwiseClassWriter {
  private static final String CLASS_NAME = "Pointwise";
  private static final ClassDesc LOOP = PointwiseLoop.class.describeConstable().orElseThrow();
  private static final ClassDesc LONGS = ConstantDescs.CD_long.arrayType();
  private static final MethodTypeDesc RUN =
      MethodTypeDesc.of(
          ConstantDescs.CD_void,
          StoredElement.SEGMENT.arrayType(),
          LONGS,
          LONGS,
          LONGS,
          ConstantDescs.CD_double.arrayType(),
          ConstantDescs.CD_long,
          ConstantDescs.CD_int);

  // Parameters of run.
  private static final int SEGMENTS = 0;
  private static final int OFFSETS = 1;
  private static final int ROW_STRIDES = 2;
  private static final int COLUMN_STRIDES = 3;
  private static final int ATTRIBUTES = 4;
  private static final int ROWS = 5;
  private static final int COLUMNS = 6;

  private final CodeBuilder code;
  private final PointwiseSpec spec;
  private final List<PointwiseSpec.Operand> operands;
  private final boolean vectors;

  // Local variables, one of each per operand; steps in bytes.
  private final List<Integer> segments = new ArrayList<>();
  private final List<Integer> starts = new ArrayList<>();
  private final List<Integer> rowSteps = new ArrayList<>();
  private final List<Integer> columnSteps = new ArrayList<>();
  private final int column;

  /** How elements are computed. The bits of the results do not depend on it. */
  public enum Form {
    /** One by one; needs nothing but java.base. */
    SCALAR,
    /**
     * In vectors, where the spec has nothing but arithmetic, square roots and comparisons of
     * floating-point operands that are contiguous or broadcast; otherwise as {@link #SCALAR}. The
     * class needs the module jdk.incubator.vector when it is defined.
     */
    VECTOR
  }

  private PointwiseClassWriter(CodeBuilder code, PointwiseSpec spec, boolean vectors) {
    this.code = code;
    this.spec = spec;
    this.operands = spec.operands();
    this.vectors = vectors;
    this.column = code.allocateLocal(TypeKind.INT);
  }

  /**
   * The class file of a loop, to be defined as hidden class by a lookup in {@code packageName}. The
   * class has a public constructor without parameters.
   */
  public static byte[] write(String packageName, PointwiseSpec spec, Form form) {
    boolean vectors = form == Form.VECTOR && VectorCode.fits(spec);
    return ClassFile.of()
        .build(
            ClassDesc.of(packageName, CLASS_NAME),
            builder ->
                builder
                    .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER | ClassFile.ACC_SYNTHETIC)
                    .withInterfaceSymbols(LOOP)
                    .withMethodBody(
                        ConstantDescs.INIT_NAME,
                        ConstantDescs.MTD_void,
                        ClassFile.ACC_PUBLIC,
                        code ->
                            code.aload(code.receiverSlot())
                                .invokespecial(
                                    ConstantDescs.CD_Object,
                                    ConstantDescs.INIT_NAME,
                                    ConstantDescs.MTD_void)
                                .return_())
                    .withMethodBody(
                        "run",
                        RUN,
                        ClassFile.ACC_PUBLIC,
                        code -> new PointwiseClassWriter(code, spec, vectors).run()));
  }

  private void run() {
    Label some = code.newLabel();
    code.iload(code.parameterSlot(COLUMNS)).ifgt(some).return_().labelBinding(some);
    for (int operand = 0; operand < operands.size(); operand++) {
      unpack(operand);
    }
    ValueCode scalars = new ScalarCode(code, spec, segments);
    LoopBody scalarBody = new LoopBody(code, spec, scalars, new OperandAddresses());
    scalarBody.invariants();
    if (!vectors) {
      rows(() -> {
        code.iconst_0().istore(column);
        scalarLoop(scalarBody);
      });
      return;
    }
    VectorCode vector = new VectorCode(code, spec, segments);
    LoopBody vectorBody = new LoopBody(code, spec, vector, new OperandAddresses());
    vectorBody.invariants();
    rows(() -> {
      vectorLoop(vector, vectorBody);
      scalarLoop(scalarBody);
    });
  }

  /** Takes an operand's segment, start and steps out of the arrays. */
  private void unpack(int operand) {
    segments.add(code.allocateLocal(TypeKind.REFERENCE));
    code.aload(code.parameterSlot(SEGMENTS))
        .loadConstant(operand)
        .aaload()
        .astore(segments.getLast());
    starts.add(bytes(OFFSETS, operand));
    rowSteps.add(bytes(ROW_STRIDES, operand));
    columnSteps.add(
        operands.get(operand).access() == Access.STRIDED ? bytes(COLUMN_STRIDES, operand) : -1);
  }

  /** {@code parameter[operand] * byteSize} in a new local variable. */
  private int bytes(int parameter, int operand) {
    int local = code.allocateLocal(TypeKind.LONG);
    code.aload(code.parameterSlot(parameter))
        .loadConstant(operand)
        .laload()
        .loadConstant((long) operands.get(operand).dtype().byteSize())
        .lmul()
        .lstore(local);
    return local;
  }

  private void rows(Runnable body) {
    int row = code.allocateLocal(TypeKind.LONG);
    Label head = code.newLabel();
    Label end = code.newLabel();
    code.lconst_0().lstore(row).labelBinding(head);
    code.lload(row).lload(code.parameterSlot(ROWS)).lcmp().ifge(end);
    body.run();
    for (int operand = 0; operand < operands.size(); operand++) {
      code.lload(starts.get(operand)).lload(rowSteps.get(operand)).ladd();
      code.lstore(starts.get(operand));
    }
    code.lload(row).lconst_1().ladd().lstore(row).goto_(head);
    code.labelBinding(end).return_();
  }

  private void vectorLoop(VectorCode vector, LoopBody body) {
    int bound = code.allocateLocal(TypeKind.INT);
    Label head = code.newLabel();
    Label end = code.newLabel();
    body.rowInvariants();
    vector.loopBound(code.parameterSlot(COLUMNS));
    code.istore(bound).iconst_0().istore(column);
    code.labelBinding(head).iload(column).iload(bound).if_icmpge(end);
    body.element();
    code.iload(column);
    vector.length();
    code.iadd().istore(column).goto_(head).labelBinding(end);
  }

  private void scalarLoop(LoopBody body) {
    Label head = code.newLabel();
    Label end = code.newLabel();
    body.rowInvariants();
    code.labelBinding(head).iload(column).iload(code.parameterSlot(COLUMNS)).if_icmpge(end);
    body.element();
    code.iinc(column, 1).goto_(head).labelBinding(end);
  }

  private final class OperandAddresses implements LoopBody.Addresses {
    @Override
    public void row(int operand) {
      code.lload(starts.get(operand));
    }

    @Override
    public void current(int operand) {
      row(operand);
      code.iload(column).i2l();
      switch (operands.get(operand).access()) {
        case CONTIGUOUS -> code.loadConstant((long) operands.get(operand).dtype().byteSize());
        case STRIDED -> code.lload(columnSteps.get(operand));
        case BROADCAST -> code.lconst_0();
      }
      code.lmul().ladd();
    }

    @Override
    public void attribute(int index) {
      code.aload(code.parameterSlot(ATTRIBUTES)).loadConstant(index).daload();
    }
  }
}
