/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Where the operands of a pass lie: the segment of each, and the place of its first element. */
final class RowStarts {
  private final CodeBuilder code;
  private final RowLowering lowering;
  private final OperandSegments segments;

  /** The local variable with each operand's start; -1 where it is not used. */
  private final List<Integer> starts = new ArrayList<>();

  RowStarts(CodeBuilder code, RowLowering lowering, boolean byAddress) {
    this.code = code;
    this.lowering = lowering;
    this.segments = new OperandSegments(code, byAddress);
  }

  /** Takes segment and start of each operand that is used out of the arrays. */
  void unpack(Set<Integer> used) {
    for (int operand = 0; operand < lowering.operands().size(); operand++) {
      segments.unpack(RowPassCode.SEGMENTS, used.contains(operand));
      starts.add(used.contains(operand) ? code.allocateLocal(TypeKind.LONG) : -1);
      if (used.contains(operand)) {
        unpack(operand);
      }
    }
  }

  private void unpack(int operand) {
    code.aload(code.parameterSlot(RowPassCode.STARTS)).loadConstant(operand).laload();
    if (lowering.operands().get(operand).hasColumns()) {
      long size = lowering.dtype().byteSize();
      code.lload(code.parameterSlot(RowPassCode.COLUMN)).loadConstant(size).lmul().ladd();
    }
    code.lstore(starts.get(operand));
  }

  OperandSegments segments() {
    return segments;
  }

  /** The local variables with the place of each operand's first element. */
  List<Integer> all() {
    return starts;
  }

  /** The place of an operand's first element, on the stack. */
  void push(int operand) {
    code.lload(starts.get(operand));
  }

  /** New local variables with the places of elements that lie some bytes further on. */
  List<Integer> behind(Runnable bytes) {
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
}
