/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.scalar.RowExpression.Fold;
import org.gradsmith.kernel.cpu.RowLowering.Pass;

/**
 * Writes the reductions of a pass on scalars, term after term into the lanes that the vectors of
 * {@link RowVectorLoops} would add them to, so that both forms give the same bits. For the pass
 * that {@link RowPassWriter} shows it is, with 8 lanes and 2 chains, in Java:
 *
 * <pre>{@code
 * float[] sums = new float[16]; // filled with what a reduction of no terms is
 * int inChains = count & -16, inLanes = inChains + (count - inChains & -8);
 * for (; i < inLanes; i++) { // up to count where vectors mask the rest
 *   // y = exp(x - max)
 *   int lane = i & (i < inChains ? 15 : 7);
 *   sums[lane] += y;
 * }
 * // sums[0..7] += sums[8..15]; sum += sums[0], sum += sums[1], ...
 * }</pre>
 */
final class RowLaneLoop {
  private final CodeBuilder code;
  private final RowLowering lowering;
  private final Pass pass;
  private final RowPassCode steps;
  private final TypeKind kind;
  private final int lanes;

  /** Lanes of all chains. */
  private final int places;

  private final boolean masks;

  /** The local variables of the arrays, one for each reduction of the pass. */
  private final List<Integer> arrays = new ArrayList<>();

  RowLaneLoop(CodeBuilder code, RowLowering lowering, Pass pass, RowPassCode steps) {
    this.code = code;
    this.lowering = lowering;
    this.pass = pass;
    this.steps = steps;
    this.kind = lowering.dtype() == DType.FLOAT32 ? TypeKind.FLOAT : TypeKind.DOUBLE;
    this.lanes = VectorLanes.of(lowering.dtype());
    this.places = lanes * RowVectorLoops.chains(pass, steps);
    this.masks = RowVectorLoops.masksRest(steps);
  }

  /** Leaves the column at the first one that would be in no vector. */
  void write(RowPassCode.Body body) {
    pass.reductions().forEach(k -> arrays.add(array(fold(k))));
    int inChains = code.allocateLocal(TypeKind.INT);
    int end = code.allocateLocal(TypeKind.INT);
    int count = code.parameterSlot(RowPassCode.COUNT);
    code.iload(count).loadConstant(-places).iand().istore(inChains);
    code.iload(count);
    if (!masks) {
      code.iload(inChains).isub().loadConstant(-lanes).iand().iload(inChains).iadd();
    }
    code.istore(end);
    Label head = code.newLabel();
    Label done = code.newLabel();
    int lane = code.allocateLocal(TypeKind.INT);
    code.labelBinding(head).iload(steps.column()).iload(end).if_icmpge(done);
    body.element();
    lane(inChains, lane);
    for (int i = 0; i < arrays.size(); i++) {
      int root = i;
      fold(i, () -> code.iload(lane), () -> body.term(root));
    }
    code.iinc(steps.column(), 1).goto_(head).labelBinding(done);
  }

  /** {@code lane = column & (column < inChains ? places - 1 : lanes - 1)}. */
  private void lane(int inChains, int lane) {
    Label behind = code.newLabel();
    Label known = code.newLabel();
    code.iload(steps.column()).iload(inChains).if_icmpge(behind);
    code.loadConstant(places - 1).goto_(known);
    code.labelBinding(behind).loadConstant(lanes - 1);
    code.labelBinding(known).iload(steps.column()).iand().istore(lane);
  }

  /** Puts the chains together, lane by lane, then the lanes into the total of each reduction. */
  void join(List<Integer> totals) {
    int at = code.allocateLocal(TypeKind.INT);
    for (int i = 0; i < arrays.size(); i++) {
      int array = arrays.get(i);
      int total = totals.get(i);
      Fold fold = fold(pass.reductions().get(i));
      int reduction = i;
      forEach(
          at,
          lanes,
          places,
          () ->
              fold(
                  reduction,
                  () -> code.iload(at).loadConstant(lanes - 1).iand(),
                  () -> code.aload(array).iload(at).arrayLoad(kind)));
      forEach(
          at,
          0,
          lanes,
          () -> {
            code.dload(total).aload(array).iload(at).arrayLoad(kind);
            if (kind == TypeKind.FLOAT) {
              code.f2d();
            }
            RowPassWriter.combine(code, fold, TypeKind.DOUBLE);
            code.dstore(total);
          });
    }
  }

  private Fold fold(int reduction) {
    return lowering.folds().get(reduction);
  }

  /** A new array, filled with what a reduction of no terms is. */
  private int array(Fold fold) {
    int array = code.allocateLocal(TypeKind.REFERENCE);
    code.loadConstant(places).newarray(kind).astore(array);
    double empty = RowLoop.start(fold);
    if (empty != 0) {
      int at = code.allocateLocal(TypeKind.INT);
      forEach(
          at,
          0,
          places,
          () -> {
            code.aload(array).iload(at);
            if (kind == TypeKind.FLOAT) {
              code.loadConstant((float) empty);
            } else {
              code.loadConstant(empty);
            }
            code.arrayStore(kind);
          });
    }
    return array;
  }

  /** {@code array[place] = array[place] + term}, for a sum. */
  private void fold(int i, Runnable place, Runnable term) {
    code.aload(arrays.get(i));
    place.run();
    code.dup2().arrayLoad(kind);
    term.run();
    RowPassWriter.combine(code, fold(pass.reductions().get(i)), kind);
    code.arrayStore(kind);
  }

  private void forEach(int at, int from, int to, Runnable body) {
    Label head = code.newLabel();
    Label end = code.newLabel();
    code.loadConstant(from).istore(at);
    code.labelBinding(head).iload(at).loadConstant(to).if_icmpge(end);
    body.run();
    code.iinc(at, 1).goto_(head).labelBinding(end);
  }
}
