/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.scalar.RowExpression.Fold;
import org.gradsmith.kernel.cpu.RowLowering.Pass;

/**
 * Writes the vector part of a pass. For the pass that {@link RowPassWriter} shows it is, in Java:
 *
 * <pre>{@code
 * FloatVector maxes = broadcast(max), sum0 = broadcast(0), sum1 = broadcast(0), ...;
 * for (; i < count - (2 * length - 1); i += 2 * length) {
 *   // two vectors, one added to sum0, the other to sum1
 * }
 * for (; i < count - (length - 1); i += length) {
 *   // one vector, added to sum0
 * }
 * // where there is much to do: the rest as a masked vector, added to sum0
 * // sum += the lanes of sum0 + sum1, one after the other
 * }</pre>
 *
 * <p>Lanes are added one after the other, in double, because the order in which the Vector API adds
 * them is its own affair.
 */
final class RowVectorLoops {
  /** Steps from which on there is enough to do in two chains. */
  private static final int LONG = 12;

  /**
   * Steps from which on there is enough to do in one chain. Two of them are more than the first of
   * HotSpot's compilers takes, and what it has not seen the second one never compiles.
   */
  private static final int LONGEST = 24;

  /** Steps from which on a masked vector takes less time than one element after the other. */
  private static final int MASKED_FROM = 12;

  /** Steps from which on a masked vector beside the other is more than the first compiler takes. */
  private static final int MASKED_TO = 80;

  private final CodeBuilder code;
  private final RowLowering lowering;
  private final Pass pass;
  private final RowPassCode steps;
  private final List<Integer> totals;
  private final Label rare;
  private final VectorCode vector;
  private final int chains;

  /**
   * @param totals the local variables, doubles, that the reductions come to
   */
  RowVectorLoops(
      CodeBuilder code, RowLowering lowering, Pass pass, RowPassCode steps, List<Integer> totals) {
    this.code = code;
    this.lowering = lowering;
    this.pass = pass;
    this.steps = steps;
    this.totals = totals;
    this.rare = code.newLabel();
    this.vector = steps.vectors(rare, OptionalInt.empty());
    this.chains = chains(pass, steps);
  }

  /** How many chains of additions there are. */
  static int chains(Pass pass, RowPassCode steps) {
    int count = steps.elementSteps();
    if (pass.reductions().isEmpty() || count >= LONGEST) {
      return 1;
    }
    return count < LONG ? 4 : 2;
  }

  /** Whether the rest of a row is a masked vector. */
  static boolean masksRest(RowPassCode steps) {
    int count = steps.elementSteps();
    return count >= MASKED_FROM && count < MASKED_TO;
  }

  void write() {
    int[] locals = steps.broadcasts(vector);
    List<List<Integer>> ofChains = new ArrayList<>();
    List<RowPassCode.Body> bodies = new ArrayList<>();
    for (int i = 0; i < chains; i++) {
      int before = i;
      ofChains.add(pass.reductions().stream().map(this::start).toList());
      List<Integer> starts =
          i == 0 ? steps.starts().all() : steps.starts().behind(() -> vectorBytes(before));
      bodies.add(steps.body(vector, locals, starts, () -> columns(before)));
    }
    if (chains > 1) {
      RowPassWriter.loop(
          code,
          steps.column(),
          chains,
          this::lanes,
          () -> {
            for (int i = 0; i < chains; i++) {
              bodies.get(i).element();
              fold(vector, bodies.get(i), ofChains.get(i));
            }
          });
    }
    RowPassWriter.loop(
        code,
        steps.column(),
        1,
        this::lanes,
        () -> {
          bodies.getFirst().element();
          fold(vector, bodies.getFirst(), ofChains.getFirst());
        });
    if (masksRest(steps)) {
      rest(locals, ofChains.getFirst());
    }
    for (int i = 0; i < totals.size(); i++) {
      join(i, ofChains);
    }
  }

  /** The columns that fill no vector. */
  private void rest(int[] locals, List<Integer> into) {
    int mask = code.allocateLocal(TypeKind.REFERENCE);
    VectorCode masked = steps.vectors(rare, OptionalInt.of(mask));
    RowPassCode.Body body = steps.body(masked, locals, steps.starts().all(), code::iconst_0);
    int count = code.parameterSlot(RowPassCode.COUNT);
    Label end = code.newLabel();
    code.iload(steps.column()).iload(count).if_icmpge(end);
    masked.range(steps.column(), count);
    code.astore(mask);
    body.element();
    fold(masked, body, into);
    code.iload(count).istore(steps.column()).labelBinding(end);
  }

  private void lanes() {
    vector.length();
    code.imul();
  }

  /** How many columns there are in some vectors, on the stack. */
  private void columns(int vectorCount) {
    vector.length();
    code.loadConstant(vectorCount).imul();
  }

  private void vectorBytes(int vectorCount) {
    vector.length();
    code.i2l().loadConstant(vectorCount * (long) lowering.dtype().byteSize()).lmul();
  }

  private Fold folding(int i) {
    return lowering.folds().get(pass.reductions().get(i));
  }

  private int start(int reduction) {
    int local = code.allocateLocal(TypeKind.REFERENCE);
    vector.constant(RowLoop.start(lowering.folds().get(reduction)));
    code.astore(local);
    return local;
  }

  private void fold(VectorCode how, RowPassCode.Body body, List<Integer> into) {
    for (int i = 0; i < into.size(); i++) {
      code.aload(into.get(i));
      body.term(i);
      how.fold(operator(folding(i)));
      code.astore(into.get(i));
    }
  }

  private static String operator(Fold fold) {
    return switch (fold) {
      case SUM, MEAN -> "ADD";
      case MAX -> "MAX";
      case MIN, FIRST -> "MIN";
    };
  }

  /** Puts the chains of a reduction together, then the lanes, one after the other. */
  private void join(int i, List<List<Integer>> ofChains) {
    int all = ofChains.getFirst().get(i);
    for (int chain = 1; chain < chains; chain++) {
      code.aload(all).aload(ofChains.get(chain).get(i));
      vector.fold(operator(folding(i)));
      code.astore(all);
    }
    int operand = lowering.lanes();
    vector.store(operand, () -> steps.starts().push(operand), () -> code.aload(all));
    int lane = code.allocateLocal(TypeKind.INT);
    Label head = code.newLabel();
    Label end = code.newLabel();
    code.iconst_0().istore(lane).labelBinding(head).iload(lane);
    vector.length();
    code.if_icmpge(end).dload(totals.get(i));
    steps.scalar(operand, lane);
    if (lowering.dtype() == DType.FLOAT32) {
      code.f2d();
    }
    RowPassWriter.combine(code, folding(i), TypeKind.DOUBLE);
    code.dstore(totals.get(i)).iinc(lane, 1).goto_(head).labelBinding(end);
  }
}
