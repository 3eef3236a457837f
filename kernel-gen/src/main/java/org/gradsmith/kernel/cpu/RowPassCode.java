/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.scalar.RowExpression.Fold;
import org.gradsmith.ir.scalar.RowExpression.Stored;
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
  /** Steps above which the first of HotSpot's compilers may not take a loop over vectors. */
  private static final int MOST_IN_VECTORS = 130;

  // Parameters of a pass.
  static final int VALUES = 3;
  static final int SEGMENTS = 0;
  static final int STARTS = 1;
  static final int COLUMN = 4;
  static final int COUNT = 5;
  private static final int NUMBERS = 2;

  private final CodeBuilder code;
  private final RowLowering lowering;
  private final Pass pass;
  private final LaneGraph graph;
  private final TypeKind kind;
  private final long size;

  /** Which steps differ from element to element. */
  private final boolean[] varies;

  private final RowStarts starts;
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
    this.starts = new RowStarts(code, lowering, byAddress);
    this.scalars = new ScalarCode(code, lowering.dtype(), operands(), starts.segments());
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
    return lowering.operands().stream()
        .map(operand -> new PointwiseSpec.Operand(lowering.dtype(operand), Access.CONTIGUOUS))
        .toList();
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

  /** The column of the row that is the first one of the pass, on the stack. */
  void firstColumn() {
    code.lload(code.parameterSlot(COLUMN));
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
    return elementSteps() <= MOST_IN_VECTORS;
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
    starts.unpack(used);
  }

  /** Where the operands lie. */
  RowStarts starts() {
    return starts;
  }

  /** An element of an operand, on the stack as a scalar. */
  void scalar(int operand, int index) {
    scalars.load(
        operand,
        () -> {
          starts.push(operand);
          code.iload(index).i2l().loadConstant(size).lmul().ladd();
        });
  }

  /** Computes and writes what is the same in the whole row. */
  void computeRow() {
    Body row = scalars(starts.all(), code::iconst_0);
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
          scalars.load(operand, () -> starts.push(operand));
        }
        default -> row.compute(i);
      }
      row.set(i);
    }
    for (int i = 0; i < pass.rowStores().size(); i++) {
      int operand = pass.rowStores().get(i);
      int root = pass.elementRoots() + i;
      if (lowering.operands().get(operand) instanceof RowLowering.Operand.Output output
          && output.stored() == Stored.INT64) {
        storeExactly(operand, root);
      } else {
        scalars.store(operand, () -> starts.push(operand), () -> row.root(root));
      }
    }
  }

  /** Writes the number of a reduction, which is a double. */
  private void storeExactly(int operand, int root) {
    LaneGraph.Step reduction = graph.steps().get(graph.roots().get(root));
    if (!(reduction.operation() instanceof Operation.Source(Scalar.Operand(int index)))) {
      throw new IllegalStateException(reduction + " is no reduction");
    }
    StoredElement.of(lowering.dtype(lowering.operands().get(operand)))
        .store(
            code,
            () -> starts.segments().push(operand),
            () -> starts.push(operand),
            () -> pushNumber(VALUES, index - lowering.inputs()),
            TypeKind.DOUBLE);
  }

  private void number(int parameter, int index) {
    pushNumber(parameter, index);
    scalars.number();
  }

  private void pushNumber(int parameter, int index) {
    code.aload(code.parameterSlot(parameter)).loadConstant(index).daload();
  }

  /** Scalars whose elements lie behind some starts, see {@link #body}. */
  Body scalars(List<Integer> from, Runnable columns) {
    return new Body(scalars, scalarLocals, from, columns);
  }

  /** Vectors; see {@link VectorCode}. */
  VectorCode vectors(Label rare, OptionalInt mask) {
    return new VectorCode(code, lowering.dtype(), operands(), starts.segments(), rare, mask);
  }

  /** A local variable per step, those set whose step is the same in the whole row. */
  int[] broadcasts(VectorCode vector) {
    int[] locals = locals(vector);
    Body body = body(vector, locals, starts.all(), code::iconst_0);
    for (int i = 0; i < varies.length; i++) {
      if (varies[i] || !isRead(i)) {
        continue;
      }
      switch (graph.steps().get(i).operation()) {
        case Operation.Constant(double value) -> vector.constant(value);
        case Operation.Pattern(long bits) -> vector.pattern(bits);
        default -> {
          code.loadLocal(kind(scalars, i), scalarLocals[i]);
          if (graph.steps().get(i).operation().givesBits()) {
            vector.bits();
          } else {
            if (kind == TypeKind.FLOAT) {
              code.f2d();
            }
            vector.number();
          }
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

  /**
   * The steps spelled in one way.
   *
   * @param from where elements lie
   * @param columns leaves on the stack how many columns these starts are ahead of those of the pass
   */
  Body body(ValueCode values, int[] locals, List<Integer> from, Runnable columns) {
    return new Body(values, locals, from, columns);
  }

  /** The steps of one element or vector. */
  final class Body {
    private final ValueCode values;
    private final int[] locals;
    private final List<Integer> from;
    private final Runnable columns;

    private Body(ValueCode values, int[] locals, List<Integer> from, Runnable columns) {
      this.values = values;
      this.locals = locals;
      this.from = from;
      this.columns = columns;
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

    /**
     * Leaves on the stack what a reduction of the pass makes one number of: its term, or the number
     * of the column where that is not 0, otherwise Infinity.
     */
    void term(int reduction) {
      Fold fold = lowering.folds().get(pass.reductions().get(reduction));
      if (fold != Fold.FIRST) {
        root(reduction);
        return;
      }
      Runnable number =
          () -> {
            code.iload(column);
            columns.run();
            code.iadd();
            values.numbersFrom();
          };
      values.choice(
          Operation.Basic.IF_EQUAL,
          List.of(
              () -> root(reduction),
              () -> values.constant(0),
              () -> values.constant(RowLoop.start(fold)),
              number));
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
