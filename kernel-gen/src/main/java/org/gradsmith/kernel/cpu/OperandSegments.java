/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.List;

/**
 * The segments through which a method sees its operands: {@link NativeMemory#ALL}, or a local
 * variable for each.
 */
final class OperandSegments {
  private static final ClassDesc MEMORY = NativeMemory.class.describeConstable().orElseThrow();

  private final CodeBuilder code;
  private final boolean byAddress;
  private final List<Integer> locals = new ArrayList<>();

  OperandSegments(CodeBuilder code, boolean byAddress) {
    this.code = code;
    this.byAddress = byAddress;
  }

  /**
   * Takes the segment of the next operand out of an array.
   *
   * @param parameter the parameter with the array
   * @param used whether the method reads or writes the operand
   */
  void unpack(int parameter, boolean used) {
    int operand = locals.size();
    boolean needed = used && !byAddress;
    locals.add(needed ? code.allocateLocal(TypeKind.REFERENCE) : -1);
    if (needed) {
      code.aload(code.parameterSlot(parameter)).loadConstant(operand).aaload();
      code.astore(locals.getLast());
    }
  }

  /** Leaves an operand's segment on the stack. */
  void push(int operand) {
    if (byAddress) {
      code.getstatic(MEMORY, "ALL", StoredElement.SEGMENT);
    } else {
      code.aload(locals.get(operand));
    }
  }
}
