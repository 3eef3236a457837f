/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.cpu.PointwiseSpec.Access;
import org.gradsmith.kernel.cpu.RowLowering.Pass;
import org.gradsmith.kernel.lane.LaneGraph;
import org.gradsmith.kernel.lane.Operation;

/**
 * The steps of one pass in bytecode: what is the same in the whole row once, as scalars; the rest
 * for an element or a vector, as often as the loops ask for it.
 */
final class RowPassCode {
  // Parameters of a pass.
  static final int VALUES = 3;
  static final int COUNT = 5;
  private static final int SEGMENTS = 0;
  private static final int STARTS = 1;
  private static final int NUMBERS = 2;
  private static final int COLUMN = 4;

  private final CodeBuilder code;
  private final RowLowering lowering;
  private final Pass pass;
  private final LaneGraph graph;
  private final TypeKind kind;
  private final long size;

  /** Which steps differ from element to element. */
  private final boolean[] varies;

  private final OperandSegments segments;
  private final List<Integer> starts = new ArrayList<>();
  private final ScalarCode scalars;

  /** The local variable of each step in scalar code. */
  private final int[] scalarLocals;

  private final int column;

  RowPassCode(CodeBuilder code, RowLowering lowering, Pass pass, boolean byAddress) {
    this.code = code;
    this.lowering = lowering;
    this.pass = pass;
    this.graph = pass.graph();
    this.kind = lowering.dtype() == DType.FLOAT32 ? TypeKind.FLOAT : TypeKind.DOUBLE;
    this.size = lowering.dtype().byteSize();
    this.varies = new boolean[graph.steps().size()];
    for (int i = 0; i < varies.length; i++) {
      varies[i] = varies(graph.steps().get(i));
    }
    this.segments = new OperandSegments(code, byAddress);
    this.scalars = new ScalarCode(code, lowering.dtype(), operands(), segments);
    this.scalarLocals = locals(scalars);
    this.column = code.allocateLocal(TypeKind.INT);
  }

  private boolean varies(LaneGraph.Step step) {
    if (step.operation() instanceof Operation.Source(Scalar.Operand(int index))) {
      return isMemory(index) && lowering.operands().get(operand(index)).hasColumns();
    }
    return step.arguments().stream().anyMatch(argument -> varies[argument]);
  }

  /** Whether an operand of the pass is no reduction. */
  private boolean isMemory(int index) {
    return index < lowering.inputs() || index >= lowering.kept(0);
  }

  /** The memory of an operand of the pass. */
  private int operand(int index) {
    return index < lowering.inputs() ? lowering.operandOf(index) : index - lowering.kept(0);
  }

  private List<PointwiseSpec.Operand> operands() {
    return Collections.nCopies(
        lowering.operands().size(), new PointwiseSpec.Operand(lowering.dtype(), Access.CONTIGUOUS));
  }

  private int[] locals(ValueCode values) {
    int[] locals = new int[graph.steps().size()];
    for (int i = 0; i < locals.length; i++) {
      locals[i] = code.allocateLocal(kind(values, i));
    }
    return locals;
  }

  private TypeKind kind(ValueCode values, int step) {
    return values.local(graph.steps().get(step).operation().givesBits());
  }

  /** The local variable that counts columns. */
  int column() {
    return column;
  }

  /** How many steps there are for each element. */
  int elementSteps() {
    int count = 0;
    for (boolean step : varies) {
      count += step ? 1 : 0;
    }
    return count;
  }

  /** Whether vectors can do what has to be done for each element. */
  boolean fitsVectors() {
    for (int i = 0; i < varies.length; i++) {
      Operation operation = graph.steps().get(i).operation();
      if (varies[i] && (VectorCode.isCall(operation) || operation instanceof Operation.Within)) {
        return false;
      }
    }
    return true;
  }

  /** Takes segment and start of each operand that is used out of the arrays. */
  void unpack(boolean lanes) {
    TreeSet<Integer> used = new TreeSet<>(pass.stores());
    used.addAll(pass.sums());
    used.addAll(pass.rowStores());
    for (LaneGraph.Step step : graph.steps()) {
      if (step.operation() instanceof Operation.Source(Scalar.Operand(int index))
          && isMemory(index)) {
        used.add(operand(index));
      }
    }
    if (lanes) {
      used.add(lowering.lanes());
    }
    for (int operand = 0; operand < lowering.operands().size(); operand++) {
      segments.unpack(SEGMENTS, used.contains(operand));
      starts.add(used.contains(operand) ? code.allocateLocal(TypeKind.LONG) : -1);
      if (used.contains(operand)) {
        unpack(operand);
      }
    }
  }

  private void unpack(int operand) {
    code.aload(code.parameterSlot(STARTS)).loadConstant(operand).laload();
    if (lowering.operands().get(operand).hasColumns()) {
      code.lload(code.parameterSlot(COLUMN)).loadConstant(size).lmul().ladd();
    }
    code.lstore(starts.get(operand));
  }

  /** The local variables with the place of each operand's first element. */
  List<Integer> starts() {
    return starts;
  }

  /** The place of an operand's first element, on the stack. */
  void start(int operand) {
    code.lload(starts.get(operand));
  }

  /** New local variables with the places of elements that lie some bytes further on. */
  List<Integer> startsBehind(Runnable bytes) {
    List<Integer> moved = new ArrayList<>();
    for (int start : starts) {
      moved.add(start < 0 ? -1 : code.allocateLocal(TypeKind.LONG));
      if (start >= 0) {
        code.lload(start);
        bytes.run();
        code.ladd().lstore(moved.getLast());
      }
    }
    return moved;
  }

  /** An element of an operand, on the stack as a scalar. */
  void scalar(int operand, int index) {
    scalars.load(
        operand,
        () -> {
          start(operand);
          code.iload(index).i2l().loadConstant(size).lmul().ladd();
        });
  }

  /** Computes and writes what is the same in the whole row. */
  void computeRow() {
    Body row = new Body(scalars, scalarLocals, starts);
    for (int i = 0; i < varies.length; i++) {
      if (varies[i]) {
        continue;
      }
      switch (graph.steps().get(i).operation()) {
        case Operation.Constant(double value) -> scalars.constant(value);
        case Operation.Pattern(long bits) -> scalars.pattern(bits);
        case Operation.Source(Scalar.Attribute(int index)) -> number(NUMBERS, index);
        case Operation.Source(Scalar.Operand(int index)) when !isMemory(index) ->
            number(VALUES, index - lowering.inputs());
        case Operation.Source(Scalar.Operand(int index)) -> {
          int operand = operand(index);
          scalars.load(operand, () -> start(operand));
        }
        default -> row.compute(i);
      }
      row.set(i);
    }
    for (int i = 0; i < pass.rowStores().size(); i++) {
      int operand = pass.rowStores().get(i);
      int root = pass.elementRoots() + i;
      scalars.store(operand, () -> start(operand), () -> row.root(root));
    }
  }

  private void number(int parameter, int index) {
    code.aload(code.parameterSlot(parameter)).loadConstant(index).daload();
    scalars.number();
  }

  /** Scalars whose elements lie behind some starts. */
  Body scalars(List<Integer> from) {
    return new Body(scalars, scalarLocals, from);
  }

  /** Vectors; see {@link VectorCode}. */
  VectorCode vectors(Label rare, OptionalInt mask) {
    return new VectorCode(code, lowering.dtype(), operands(), segments, rare, mask);
  }

  /** A local variable per step, those set whose step is the same in the whole row. */
  int[] broadcasts(VectorCode vector) {
    int[] locals = locals(vector);
    Body body = new Body(vector, locals, starts);
    for (int i = 0; i < varies.length; i++) {
      if (varies[i] || !isRead(i)) {
        continue;
      }
      switch (graph.steps().get(i).operation()) {
        case Operation.Constant(double value) -> vector.constant(value);
        case Operation.Pattern(long bits) -> vector.pattern(bits);
        default -> {
          code.loadLocal(kind, scalarLocals[i]);
          if (kind == TypeKind.FLOAT) {
            code.f2d();
          }
          vector.number();
        }
      }
      body.set(i);
    }
    return locals;
  }

  /** Whether what is computed for each element reads a step, or is that step. */
  private boolean isRead(int step) {
    if (graph.roots().subList(0, pass.elementRoots()).contains(step)) {
      return true;
    }
    for (int i = 0; i < varies.length; i++) {
      if (varies[i] && graph.steps().get(i).arguments().contains(step)) {
        return true;
      }
    }
    return false;
  }

  /** The steps spelled in one way. */
  Body body(ValueCode values, int[] locals, List<Integer> from) {
    return new Body(values, locals, from);
  }

  /** The steps of one element or vector. */
  final class Body {
    private final ValueCode values;
    private final int[] locals;
    private final List<Integer> from;

    private Body(ValueCode values, int[] locals, List<Integer> from) {
      this.values = values;
      this.locals = locals;
      this.from = from;
    }

    /** Computes and writes what differs from element to element. */
    void element() {
      for (int i = 0; i < varies.length; i++) {
        if (varies[i]) {
          compute(i);
          set(i);
        }
      }
      int root = pass.reductions().size();
      for (int operand : pass.stores()) {
        int stored = root++;
        values.store(operand, () -> address(operand), () -> root(stored));
      }
      for (int operand : pass.sums()) {
        int added = root++;
        Runnable sum =
            () -> {
              values.load(operand, () -> address(operand));
              root(added);
              values.basic(Operation.Basic.ADD);
            };
        values.store(operand, () -> address(operand), sum);
      }
    }

    /** Leaves the value of one of the pass's expressions on the stack. */
    void root(int index) {
      get(graph.roots().get(index));
    }

    private void compute(int step) {
      LaneGraph.Step what = graph.steps().get(step);
      if (what.operation() instanceof Operation.Source(Scalar.Operand(int index))) {
        int operand = operand(index);
        values.load(operand, () -> address(operand));
      } else {
        values.compute(
            what.operation(),
            what.arguments().stream().<Runnable>map(argument -> () -> get(argument)).toList());
      }
    }

    private void get(int step) {
      code.loadLocal(kind(values, step), locals[step]);
    }

    private void set(int step) {
      code.storeLocal(kind(values, step), locals[step]);
    }

    private void address(int operand) {
      code.lload(from.get(operand)).iload(column).i2l().loadConstant(size).lmul().ladd();
    }
  }
}
