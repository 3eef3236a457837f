/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import org.gradsmith.ir.DType;
import org.gradsmith.ir.scalar.RowExpression.Fold;
import org.gradsmith.kernel.cpu.PointwiseClassWriter.Form;
import org.gradsmith.kernel.cpu.RowLowering.Pass;

/**
 * Writes the method of one pass. For {@code y = exp(x - values[0]); values[1] += y} over float32 it
 * is, in Java:
 *
 * <pre>{@code
 * long yAt = starts[0] + column * 4, xAt = starts[2] + column * 4;
 * float max = (float) values[0];
 * double sum = 0;
 * int i = 0;
 * // Form.VECTOR only: the loops of RowVectorLoops, then sum += the lanes of their totals
 * for (; i < count; i++) {
 *   float v = exp(ALL.get(JAVA_FLOAT_UNALIGNED, xAt + 4L * i) - max);
 *   ALL.set(JAVA_FLOAT_UNALIGNED, yAt + 4L * i, v);
 *   sum += v;
 * }
 * values[1] += sum;
 * }</pre>
 *
 * <p>The order of the additions depends on the number of lanes and of columns alone: code on
 * scalars adds in the lanes that vectors have ({@link RowLaneLoop}). A pass that vectors cannot do
 * has four chains of additions, for one that waits for another does little.
 *
 * <p>The first column whose term is not 0 is the least number of such a column. A pass counts its
 * own columns, of which there are so few that a float32 holds each of them.
 */
final class RowPassWriter {
  private static final ClassDesc MATH = Math.class.describeConstable().orElseThrow();

  private static final int CHAINS = 4;

  private final CodeBuilder code;
  private final RowLowering lowering;
  private final Pass pass;
  private final RowPassCode steps;

  /** Whether vectors can do the pass, and whether they do. */
  private final boolean fits;

  private final boolean vectors;

  /** The local variable, a double, that each reduction of the pass comes to. */
  private final List<Integer> totals = new ArrayList<>();

  RowPassWriter(CodeBuilder code, RowLowering lowering, Pass pass, Form form, boolean byAddress) {
    this.code = code;
    this.lowering = lowering;
    this.pass = pass;
    this.steps = new RowPassCode(code, lowering, pass, byAddress);
    this.fits = steps.fitsVectors();
    this.vectors = form == Form.VECTOR && fits;
  }

  void write() {
    steps.unpack(vectors);
    steps.computeRow();
    if (pass.elementRoots() > 0) {
      elements();
    }
    code.return_();
  }

  private void elements() {
    code.iconst_0().istore(steps.column());
    for (int k : pass.reductions()) {
      totals.add(total(fold(k)));
    }
    RowPassCode.Body body = steps.scalars(steps.starts().all(), code::iconst_0);
    if (vectors) {
      new RowVectorLoops(code, lowering, pass, steps, totals).write();
    } else if (fits && !totals.isEmpty()) {
      RowLaneLoop lanes = new RowLaneLoop(code, lowering, pass, steps);
      lanes.write(body);
      lanes.join(totals);
    } else if (!totals.isEmpty()) {
      chains();
    }
    loop(
        1,
        RowPassWriter::one,
        () -> {
          body.element();
          fold(body, totals);
        });
    for (int i = 0; i < totals.size(); i++) {
      int reduction = pass.reductions().get(i);
      code.aload(code.parameterSlot(RowPassCode.VALUES)).loadConstant(reduction).dup2().daload();
      code.dload(totals.get(i));
      if (fold(reduction) == Fold.FIRST) {
        steps.firstColumn();
        code.l2d().dadd();
      }
      combine(fold(reduction));
      code.dastore();
    }
  }

  private Fold fold(int reduction) {
    return lowering.folds().get(reduction);
  }

  /** A new local variable with what a reduction of no terms is. */
  private int total(Fold fold) {
    int local = code.allocateLocal(TypeKind.DOUBLE);
    code.loadConstant(RowLoop.start(fold)).dstore(local);
    return local;
  }

  private void combine(Fold fold) {
    combine(code, fold, TypeKind.DOUBLE);
  }

  /** Replaces two numbers on the stack by what they come to together. */
  static void combine(CodeBuilder code, Fold fold, TypeKind kind) {
    boolean isFloat = kind == TypeKind.FLOAT;
    switch (fold) {
      case SUM, MEAN -> {
        if (isFloat) {
          code.fadd();
        } else {
          code.dadd();
        }
      }
      case MAX, MIN, FIRST -> {
        ClassDesc type = isFloat ? ConstantDescs.CD_float : ConstantDescs.CD_double;
        code.invokestatic(
            MATH, fold == Fold.MAX ? "max" : "min", MethodTypeDesc.of(type, type, type));
      }
    }
  }

  /** Folds the current terms into local variables. */
  private void fold(RowPassCode.Body body, List<Integer> into) {
    for (int i = 0; i < into.size(); i++) {
      code.dload(into.get(i));
      body.term(i);
      if (lowering.dtype() == DType.FLOAT32) {
        code.f2d();
      }
      combine(fold(pass.reductions().get(i)));
      code.dstore(into.get(i));
    }
  }

  /** Four elements at a time, each with totals of its own. */
  private void chains() {
    List<List<Integer>> ofChains = new ArrayList<>();
    List<RowPassCode.Body> bodies = new ArrayList<>();
    long size = lowering.dtype().byteSize();
    for (int i = 0; i < CHAINS; i++) {
      long bytes = i * size;
      ofChains.add(pass.reductions().stream().map(k -> total(fold(k))).toList());
      int columns = i;
      bodies.add(
          steps.scalars(
              steps.starts().behind(() -> code.loadConstant(bytes)),
              () -> code.loadConstant(columns)));
    }
    loop(
        CHAINS,
        RowPassWriter::one,
        () -> {
          for (int i = 0; i < CHAINS; i++) {
            bodies.get(i).element();
            fold(bodies.get(i), ofChains.get(i));
          }
        });
    for (List<Integer> chain : ofChains) {
      for (int i = 0; i < chain.size(); i++) {
        code.dload(totals.get(i)).dload(chain.get(i));
        combine(fold(pass.reductions().get(i)));
        code.dstore(totals.get(i));
      }
    }
  }

  private void loop(int step, Runnable length, Runnable body) {
    loop(code, steps.column(), step, length, body);
  }

  /**
   * {@code for (; column < count - (stride - 1); column += stride)}.
   *
   * @param step the stride
   * @param length multiplies the stride, which is on the stack
   */
  static void loop(CodeBuilder code, int column, int step, Runnable length, Runnable body) {
    Runnable stride =
        () -> {
          code.loadConstant(step);
          length.run();
        };
    int bound = code.allocateLocal(TypeKind.INT);
    code.iload(code.parameterSlot(RowPassCode.COUNT));
    stride.run();
    code.isub().iconst_1().iadd().istore(bound);
    Label head = code.newLabel();
    Label end = code.newLabel();
    code.labelBinding(head).iload(column).iload(bound).if_icmpge(end);
    body.run();
    code.iload(column);
    stride.run(); // not a local variable: the compiler unrolls loops of constant strides only
    code.iadd().istore(column).goto_(head).labelBinding(end);
  }

  /** Leaves the stride as it is. */
  private static void one() {}
}
