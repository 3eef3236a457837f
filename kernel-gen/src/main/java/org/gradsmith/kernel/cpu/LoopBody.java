/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.util.List;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.cpu.PointwiseSpec.Access;
import org.gradsmith.kernel.lane.LaneGraph;
import org.gradsmith.kernel.lane.Operation;

/**
 * The steps of the expressions in one loop, each in a local variable: constants and attributes
 * once, broadcast inputs once per row, the rest once per element or vector.
 */
final class LoopBody {
  private final CodeBuilder code;
  private final PointwiseSpec spec;
  private final LaneGraph graph;
  private final ValueCode values;
  private final Addresses addresses;
  private final int[] locals;

  /** Where operands lie. */
  interface Addresses {
    /** Leaves the place of the operand's current element on the stack. */
    void current(int operand);

    /** Leaves the place of the operand's first element in this row on the stack. */
    void row(int operand);

    /** Leaves an attribute on the stack, as a double. */
    void attribute(int index);
  }

  LoopBody(
      CodeBuilder code,
      PointwiseSpec spec,
      LaneGraph graph,
      ValueCode values,
      Addresses addresses) {
    this.code = code;
    this.spec = spec;
    this.graph = graph;
    this.values = values;
    this.addresses = addresses;
    this.locals = new int[graph.steps().size()];
    for (int i = 0; i < locals.length; i++) {
      locals[i] = code.allocateLocal(kind(i));
    }
  }

  /** What is the same for all elements. */
  void invariants() {
    for (int i = 0; i < locals.length; i++) {
      switch (graph.steps().get(i).operation()) {
        case Operation.Constant(double value) -> {
          values.constant(value);
          set(i);
        }
        case Operation.Pattern(long bits) -> {
          values.pattern(bits);
          set(i);
        }
        case Operation.Source(Scalar.Attribute(int index)) -> {
          addresses.attribute(index);
          values.number();
          set(i);
        }
        default -> {
          // the others belong to a row or an element
        }
      }
    }
  }

  /** What is the same for all elements of a row. */
  void rowInvariants() {
    for (int i = 0; i < locals.length; i++) {
      if (graph.steps().get(i).operation() instanceof Operation.Source(Scalar.Operand(int index))
          && spec.inputs().get(index).access() == Access.BROADCAST) {
        int operand = spec.outputs().size() + index;
        values.load(operand, () -> addresses.row(operand));
        set(i);
      }
    }
  }

  /** Computes and writes the outputs of the current element or vector. */
  void element() {
    element(values);
  }

  /**
   * The same, spelled otherwise.
   *
   * @param how has the same kinds of local variables
   */
  void element(ValueCode how) {
    for (int i = 0; i < locals.length; i++) {
      compute(how, i, graph.steps().get(i));
    }
    for (int i = 0; i < graph.roots().size(); i++) {
      int output = i;
      how.store(output, () -> addresses.current(output), () -> get(graph.roots().get(output)));
    }
  }

  private void compute(ValueCode how, int step, LaneGraph.Step what) {
    List<Integer> arguments = what.arguments();
    switch (what.operation()) {
      case Operation.Constant _, Operation.Pattern _ -> {
        return;
      }
      case Operation.Source(Scalar leaf) -> {
        if (!(leaf instanceof Scalar.Operand(int index))
            || spec.inputs().get(index).access() == Access.BROADCAST) {
          return;
        }
        int operand = spec.outputs().size() + index;
        how.load(operand, () -> addresses.current(operand));
      }
      default -> how.compute(what.operation(), runnables(arguments));
    }
    set(step);
  }

  private List<Runnable> runnables(List<Integer> steps) {
    return steps.stream().<Runnable>map(step -> () -> get(step)).toList();
  }

  private TypeKind kind(int step) {
    return values.local(graph.steps().get(step).operation().givesBits());
  }

  private void get(int step) {
    code.loadLocal(kind(step), locals[step]);
  }

  private void set(int step) {
    code.storeLocal(kind(step), locals[step]);
  }
}
