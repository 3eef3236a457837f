/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.lang.classfile.CodeBuilder;
import java.util.List;
import org.gradsmith.ir.scalar.Scalar;
import org.gradsmith.kernel.ScalarGraph;
import org.gradsmith.kernel.cpu.PointwiseSpec.Access;

/**
 * The steps of the expressions in one loop, each in a local variable: constants and attributes
 * once, broadcast inputs once per row, the rest once per element or vector.
 */
final class LoopBody {
  private final CodeBuilder code;
  private final PointwiseSpec spec;
  private final ScalarGraph graph;
  private final ValueCode values;
  private final Addresses addresses;
  private final int[] locals;

  /** Where operands lie. */
  interface Addresses {
    /** Leaves the byte offset of the operand's current element on the stack. */
    void current(int operand);

    /** Leaves the byte offset of the operand's first element in this row on the stack. */
    void row(int operand);

    /** Leaves an attribute on the stack, as a double. */
    void attribute(int index);
  }

  LoopBody(CodeBuilder code, PointwiseSpec spec, ValueCode values, Addresses addresses) {
    this.code = code;
    this.spec = spec;
    this.graph = ScalarGraph.of(spec.expressions());
    this.values = values;
    this.addresses = addresses;
    this.locals = new int[graph.steps().size()];
    for (int i = 0; i < locals.length; i++) {
      locals[i] = code.allocateLocal(values.local());
    }
  }

  /** What is the same for all elements. */
  void invariants() {
    for (int i = 0; i < locals.length; i++) {
      switch (graph.steps().get(i).scalar()) {
        case Scalar.Constant(double value) -> {
          values.constant(value);
          set(i);
        }
        case Scalar.Attribute(int index) -> {
          addresses.attribute(index);
          values.number();
          set(i);
        }
        case Scalar.Operand _,
            Scalar.Unary _,
            Scalar.Binary _,
            Scalar.IfLess _,
            Scalar.IfEqual _ -> {}
      }
    }
  }

  /** What is the same for all elements of a row. */
  void rowInvariants() {
    for (int i = 0; i < locals.length; i++) {
      if (graph.steps().get(i).scalar() instanceof Scalar.Operand(int index)
          && spec.inputs().get(index).access() == Access.BROADCAST) {
        int operand = spec.outputs().size() + index;
        values.load(operand, () -> addresses.row(operand));
        set(i);
      }
    }
  }

  /** Computes and writes the outputs of the current element or vector. */
  void element() {
    for (int i = 0; i < locals.length; i++) {
      compute(i, graph.steps().get(i));
    }
    for (int i = 0; i < graph.roots().size(); i++) {
      int output = i;
      values.store(output, () -> addresses.current(output), () -> get(graph.roots().get(output)));
    }
  }

  private void compute(int step, ScalarGraph.Step what) {
    List<Integer> arguments = what.arguments();
    switch (what.scalar()) {
      case Scalar.Constant _, Scalar.Attribute _ -> {
        return;
      }
      case Scalar.Operand(int index) -> {
        if (spec.inputs().get(index).access() == Access.BROADCAST) {
          return;
        }
        int operand = spec.outputs().size() + index;
        values.load(operand, () -> addresses.current(operand));
      }
      case Scalar.Unary unary -> {
        get(arguments.get(0));
        values.unary(unary.function());
      }
      case Scalar.Binary binary -> {
        get(arguments.get(0));
        get(arguments.get(1));
        values.binary(binary.function());
      }
      case Scalar.IfLess _ ->
          values.ifLess(
              () -> get(arguments.get(0)),
              () -> get(arguments.get(1)),
              () -> get(arguments.get(2)),
              () -> get(arguments.get(3)));
      case Scalar.IfEqual _ ->
          values.ifEqual(
              () -> get(arguments.get(0)),
              () -> get(arguments.get(1)),
              () -> get(arguments.get(2)),
              () -> get(arguments.get(3)));
    }
    set(step);
  }

  private void get(int step) {
    code.loadLocal(values.local(), locals[step]);
  }

  private void set(int step) {
    code.storeLocal(values.local(), locals[step]);
  }
}
