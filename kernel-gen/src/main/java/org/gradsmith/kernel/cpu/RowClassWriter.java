/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.kernel.cpu;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import org.gradsmith.kernel.cpu.PointwiseClassWriter.Form;

/**
 * Writes the class of a {@link RowPasses}. For the softmax of rows it is, in Java:
 *
 * <pre>{@code
 * final class Rows implements RowPasses {
 *   public void run(int pass, MemorySegment[] segments, long[] starts, ...) {
 *     switch (pass) {
 *       case 0 -> pass0(segments, starts, numbers, values, column, count);
 *       case 1 -> pass1(segments, starts, numbers, values, column, count);
 *       default -> pass2(segments, starts, numbers, values, column, count);
 *     }
 *   }
 *
 *   private static void pass0(...) {} // values[0] = max(values[0], x), see RowPassWriter
 *
 *   private static void pass1(...) {} // y = exp(x - values[0]); values[1] += y
 *
 *   private static void pass2(...) {} // y = y * (1 / values[1])
 * }
 * }</pre>
 *
 * <p>A method per pass keeps each small enough for the compiler to see through its vectors.
 */
public final class RowClassWriter {
  private static final String CLASS_NAME = "Rows";
  private static final ClassDesc PASSES = RowPasses.class.describeConstable().orElseThrow();
  private static final ClassDesc LONGS = ConstantDescs.CD_long.arrayType();
  private static final ClassDesc DOUBLES = ConstantDescs.CD_double.arrayType();
  private static final MethodTypeDesc PASS =
      MethodTypeDesc.of(
          ConstantDescs.CD_void,
          StoredElement.SEGMENT.arrayType(),
          LONGS,
          DOUBLES,
          DOUBLES,
          ConstantDescs.CD_long,
          ConstantDescs.CD_int);
  private static final MethodTypeDesc RUN = PASS.insertParameterTypes(0, ConstantDescs.CD_int);

  private RowClassWriter() {}

  /**
   * The class file of the passes, to be defined as hidden class by a lookup in {@code packageName}.
   * The class has a public constructor without parameters.
   *
   * @param byAddress whether it sees memory by address, see {@link NativeMemory}
   */
  public static byte[] write(
      String packageName, RowLowering lowering, Form form, boolean byAddress) {
    ClassDesc owner = ClassDesc.of(packageName, CLASS_NAME);
    return StatelessClass.write(
        owner,
        PASSES,
        builder -> {
          builder.withMethodBody(
              "run",
              RUN,
              ClassFile.ACC_PUBLIC,
              code -> dispatch(code, owner, lowering.passes().size()));
          for (int i = 0; i < lowering.passes().size(); i++) {
            pass(builder, lowering, i, form, byAddress);
          }
        });
  }

  private static void pass(
      ClassBuilder builder, RowLowering lowering, int pass, Form form, boolean byAddress) {
    builder.withMethodBody(
        "pass" + pass,
        PASS,
        ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC,
        code ->
            new RowPassWriter(code, lowering, lowering.passes().get(pass), form, byAddress)
                .write());
  }

  private static void dispatch(CodeBuilder code, ClassDesc owner, int passes) {
    List<SwitchCase> cases = new ArrayList<>();
    for (int i = 0; i < passes; i++) {
      cases.add(SwitchCase.of(i, code.newLabel()));
    }
    Label none = code.newLabel();
    code.iload(code.parameterSlot(0)).tableswitch(0, passes - 1, none, cases);
    for (int i = 0; i < passes; i++) {
      code.labelBinding(cases.get(i).target());
      for (int parameter = 1; parameter <= 4; parameter++) {
        code.aload(code.parameterSlot(parameter));
      }
      code.lload(code.parameterSlot(5)).iload(code.parameterSlot(6));
      code.invokestatic(owner, "pass" + i, PASS).return_();
    }
    code.labelBinding(none).return_();
  }
}
