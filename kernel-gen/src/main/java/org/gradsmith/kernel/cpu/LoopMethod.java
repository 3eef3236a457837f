/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.gradsmith.kernel.cpu.PointwiseSpec.Access;
import org.gradsmith.kernel.lane.LaneGraph;
import org.gradsmith.kernel.lane.Operation;

/**
 * The body of a method of the class of a {@link PointwiseLoop}: what {@link PointwiseClassWriter}
 * shows.
 */
final class LoopMethod {
  /** The method without vectors, beside {@code run} with vectors. */
  static final String SCALARS = "scalars";

  /**
   * The method for what fills no vector, beside {@code run} with vectors. Within {@code run} it
   * would double its length, at which the fast compiler runs out of registers; the loop then stays
   * in slow code for good, since the optimising compiler waits for the fast one's counts.
   */
  static final String REST = "rest";

  /** Steps from which on a masked vector takes less time than one element after the other. */
  private static final int LONG = 12;

  private static final ClassDesc LONGS = ConstantDescs.CD_long.arrayType();
  static final MethodTypeDesc TYPE =
      MethodTypeDesc.of(
          ConstantDescs.CD_void,
          StoredElement.SEGMENT.arrayType(),
          LONGS,
          LONGS,
          LONGS,
          ConstantDescs.CD_double.arrayType(),
          ConstantDescs.CD_long,
          ConstantDescs.CD_int);

  private static final ClassDesc MEMORY = NativeMemory.class.describeConstable().orElseThrow();
  private static final MethodTypeDesc ADDRESS =
      MethodTypeDesc.of(
          ConstantDescs.CD_long,
          ConstantDescs.CD_boolean,
          StoredElement.SEGMENT,
          ConstantDescs.CD_long,
          ConstantDescs.CD_long,
          ConstantDescs.CD_long,
          ConstantDescs.CD_long,
          ConstantDescs.CD_long,
          ConstantDescs.CD_long);
  private static final ClassDesc REFERENCE = Reference.class.describeConstable().orElseThrow();
  private static final MethodTypeDesc FENCE =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_Object);

  // Parameters of run.
  private static final int SEGMENTS = 0;
  private static final int OFFSETS = 1;
  private static final int ROW_STRIDES = 2;
  private static final int COLUMN_STRIDES = 3;
  private static final int ATTRIBUTES = 4;
  private static final int ROWS = 5;
  private static final int COLUMNS = 6;

  private final CodeBuilder code;
  private final ClassDesc self;
  private final PointwiseSpec spec;
  private final LaneGraph graph;
  private final List<PointwiseSpec.Operand> operands;

  // Local variables, one of each per operand; steps in bytes.
  private final OperandSegments segments;
  private final boolean byAddress;
  private final List<Integer> starts = new ArrayList<>();
  private final List<Integer> rowSteps = new ArrayList<>();
  private final List<Integer> columnSteps = new ArrayList<>();
  private final int column;

  LoopMethod(
      CodeBuilder code, ClassDesc self, PointwiseSpec spec, LaneGraph graph, boolean byAddress) {
    this.code = code;
    this.self = self;
    this.spec = spec;
    this.graph = graph;
    this.operands = spec.operands();
    this.segments = new OperandSegments(code, byAddress);
    this.byAddress = byAddress;
    this.column = code.allocateLocal(TypeKind.INT);
  }

  /**
   * Writes {@code run} or {@link #SCALARS}, element by element.
   *
   * @param atAddresses whether the method is given addresses in the place of offsets
   */
  void scalars(boolean atAddresses) {
    unpack(atAddresses);
    LoopBody body = scalarBody();
    rows(() -> {
      code.iconst_0().istore(column);
      scalarLoop(body);
    });
  }

  /** Writes {@code run} on vectors. */
  void vectors() {
    unpack(false);
    Label rare = code.newLabel();
    VectorCode vector = new VectorCode(code, spec, segments, rare, OptionalInt.empty());
    LoopBody body = new LoopBody(code, spec, graph, vector, new OperandAddresses());
    body.invariants();
    LoopBody rest = isLong(graph) ? null : scalarBody();
    rows(() -> {
      vectorLoop(vector, body, rare);
      if (rest != null) {
        scalarLoop(rest);
      } else {
        Label end = code.newLabel();
        code.iload(column).iload(code.parameterSlot(COLUMNS)).if_icmpge(end);
        call(REST, () -> code.iload(code.parameterSlot(COLUMNS)).iload(column).isub());
        code.labelBinding(end);
      }
    });
  }

  /** Writes {@link #REST}: one row of fewer elements than a vector has. */
  void rest() {
    unpack(true);
    Label rare = code.newLabel();
    int mask = code.allocateLocal(TypeKind.REFERENCE);
    VectorCode masked = new VectorCode(code, spec, segments, rare, OptionalInt.of(mask));
    LoopBody body = new LoopBody(code, spec, graph, masked, new OperandAddresses());
    code.iconst_0().istore(column);
    masked.range(column, code.parameterSlot(COLUMNS));
    code.astore(mask);
    body.invariants();
    body.rowInvariants();
    body.element();
    code.return_();
    if (hasRareElements(graph)) {
      code.labelBinding(rare);
      call(SCALARS, () -> code.iload(code.parameterSlot(COLUMNS)));
      code.return_();
    }
  }

  /** Whether there is so much to do per element that it shows against what a row costs. */
  static boolean isLong(LaneGraph graph) {
    return graph.steps().size() >= LONG;
  }

  static boolean hasRareElements(LaneGraph graph) {
    return graph.steps().stream().anyMatch(step -> step.operation() instanceof Operation.Within);
  }

  /**
   * {@code method(segments, {starts[0] + 4 * i, ...}, ..., 1, count)}: such methods are given
   * addresses in the place of offsets.
   *
   * @param count leaves the number of elements on the stack
   */
  private void call(String method, Runnable count) {
    code.aload(code.receiverSlot()).aload(code.parameterSlot(SEGMENTS));
    code.loadConstant(operands.size()).newarray(TypeKind.LONG);
    for (int operand = 0; operand < operands.size(); operand++) {
      code.dup().loadConstant(operand).lload(starts.get(operand));
      if (operands.get(operand).access() == Access.CONTIGUOUS) {
        code.iload(column).i2l();
        code.loadConstant((long) operands.get(operand).dtype().byteSize()).lmul().ladd();
      }
      code.lastore();
    }
    code.aload(code.parameterSlot(ROW_STRIDES)).aload(code.parameterSlot(COLUMN_STRIDES));
    code.aload(code.parameterSlot(ATTRIBUTES)).lconst_1();
    count.run();
    code.invokevirtual(self, method, TYPE);
  }

  private LoopBody scalarBody() {
    ValueCode scalars = new ScalarCode(code, spec, segments);
    LoopBody body = new LoopBody(code, spec, graph, scalars, new OperandAddresses());
    body.invariants();
    return body;
  }

  /** Returns where there are no columns; takes all that is needed out of the arrays. */
  private void unpack(boolean atAddresses) {
    Label some = code.newLabel();
    code.iload(code.parameterSlot(COLUMNS)).ifgt(some).return_().labelBinding(some);
    for (int operand = 0; operand < operands.size(); operand++) {
      segments.unpack(SEGMENTS, true);
      starts.add(atAddresses ? element(OFFSETS, operand) : address(operand));
      rowSteps.add(bytes(ROW_STRIDES, operand));
      columnSteps.add(
          operands.get(operand).access() == Access.STRIDED ? bytes(COLUMN_STRIDES, operand) : -1);
    }
  }

  /**
   * Where an operand's first element lies, from {@link NativeMemory#place}, in a new local
   * variable.
   */
  private int address(int operand) {
    code.loadConstant(byAddress ? 1 : 0);
    code.aload(code.parameterSlot(SEGMENTS)).loadConstant(operand).aaload();
    code.aload(code.parameterSlot(OFFSETS)).loadConstant(operand).laload();
    code.lload(code.parameterSlot(ROWS));
    code.aload(code.parameterSlot(ROW_STRIDES)).loadConstant(operand).laload();
    code.iload(code.parameterSlot(COLUMNS)).i2l();
    switch (operands.get(operand).access()) {
      case CONTIGUOUS -> code.lconst_1();
      case BROADCAST -> code.lconst_0();
      case STRIDED -> code.aload(code.parameterSlot(COLUMN_STRIDES)).loadConstant(operand).laload();
    }
    code.loadConstant((long) operands.get(operand).dtype().byteSize());
    boolean written = operand < spec.outputs().size();
    code.invokestatic(MEMORY, written ? "placeToWrite" : "place", ADDRESS);
    int local = code.allocateLocal(TypeKind.LONG);
    code.lstore(local);
    return local;
  }

  /** {@code parameter[operand]} in a new local variable. */
  private int element(int parameter, int operand) {
    int local = code.allocateLocal(TypeKind.LONG);
    code.aload(code.parameterSlot(parameter)).loadConstant(operand).laload().lstore(local);
    return local;
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
    code.labelBinding(end).aload(code.parameterSlot(SEGMENTS));
    code.invokestatic(REFERENCE, "reachabilityFence", FENCE).return_();
  }

  private void vectorLoop(VectorCode vector, LoopBody body, Label rare) {
    int bound = code.allocateLocal(TypeKind.INT);
    Label head = code.newLabel();
    Label next = code.newLabel();
    Label end = code.newLabel();
    body.rowInvariants();
    vector.loopBound(code.parameterSlot(COLUMNS));
    code.istore(bound).iconst_0().istore(column);
    code.labelBinding(head).iload(column).iload(bound).if_icmpge(end);
    body.element();
    if (hasRareElements(graph)) {
      code.goto_(next).labelBinding(rare);
      call(SCALARS, vector::length);
    }
    code.labelBinding(next).iload(column);
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
