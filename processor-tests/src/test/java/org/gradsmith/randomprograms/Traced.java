/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.randomprograms;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Set;

/**
 * Makes the class of a program report its branches to {@link Trace}: in front of each conditional
 * jump and behind each cast to an integer comes a call, and functions with kinks are those of
 * {@code Trace}.
 */
final class Traced extends ClassLoader {
  private static final ClassDesc TRACE = Trace.class.describeConstable().orElseThrow();
  private static final Set<String> KINKED =
      Set.of("max", "min", "abs", "signum", "floor", "ceil", "copySign", "clamp");
  private static final MethodTypeDesc ONE =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);
  private static final MethodTypeDesc TWO =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int, ConstantDescs.CD_int);
  private static final ClassTransform TRANSFORM =
      ClassTransform.dropping(e ->
              e instanceof MethodModel method
                  && (method.methodName().equalsString("<clinit>")
                      || method.methodName().equalsString("$deserializeLambda$")))
          .andThen(ClassTransform.transformingMethodBodies(new Reports()));

  private Traced(ClassLoader parent) {
    super(parent);
  }

  /** The traced twin of a class. Its static fields stay unset. */
  static Class<?> of(byte[] bytes, ClassLoader parent) {
    ClassFile classes = ClassFile.of();
    byte[] traced = classes.transformClass(classes.parse(bytes), TRANSFORM);
    return new Traced(parent).defineClass(null, traced, 0, traced.length);
  }

  private static final class Reports implements CodeTransform {
    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      switch (element) {
        case BranchInstruction branch -> {
          note(branch.opcode(), code);
          code.with(element);
        }
        case TableSwitchInstruction _, LookupSwitchInstruction _ -> {
          code.dup().invokestatic(TRACE, "note", ONE);
          code.with(element);
        }
        case ConvertInstruction convert -> {
          code.with(element);
          if (convert.opcode() == Opcode.D2I || convert.opcode() == Opcode.F2I) {
            code.dup().invokestatic(TRACE, "note", ONE);
          }
        }
        case InvokeInstruction call when isKinked(call) ->
            code.invokestatic(TRACE, call.name().stringValue(), call.typeSymbol());
        default -> code.with(element);
      }
    }

    private static void note(Opcode jump, CodeBuilder code) {
      switch (jump) {
        case IFEQ, IFNE, IFLT, IFGE, IFGT, IFLE -> code.dup().invokestatic(TRACE, "note", ONE);
        case IF_ICMPEQ, IF_ICMPNE, IF_ICMPLT, IF_ICMPGE, IF_ICMPGT, IF_ICMPLE ->
            code.dup2().invokestatic(TRACE, "note", TWO);
        default -> {}
      }
    }

    private static boolean isKinked(InvokeInstruction call) {
      return call.owner().asInternalName().equals("java/lang/Math")
          && call.typeSymbol().returnType().equals(ConstantDescs.CD_double)
          && KINKED.contains(call.name().stringValue());
    }
  }
}
