/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.digest;

import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.constantpool.LoadableConstantEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A method's instructions as text, one a line, independent of the constant pool. */
final class InstructionText {
  private final StringBuilder text = new StringBuilder();
  private final Map<Label, Integer> places = new HashMap<>();

  private InstructionText() {}

  static String of(CodeModel code) {
    InstructionText writer = new InstructionText();
    int place = 0;
    for (CodeElement element : code) {
      if (element instanceof LabelTarget target) {
        writer.places.put(target.label(), place);
      } else if (element instanceof Instruction) {
        place++;
      }
    }
    for (CodeElement element : code) {
      if (element instanceof Instruction instruction) {
        writer.write(instruction);
      }
    }
    code.exceptionHandlers().forEach(writer::write);
    return writer.text.toString();
  }

  private void write(ExceptionCatch handler) {
    line(
        "catch",
        place(handler.tryStart()),
        place(handler.tryEnd()),
        place(handler.handler()),
        handler.catchType().map(type -> type.asInternalName()).orElse("any"));
  }

  private void write(Instruction instruction) {
    // The kind, not the opcode, where opcodes differ by distances and places in the file only.
    String kind = instruction.opcode().kind().name();
    switch (instruction) {
      case BranchInstruction i -> line(shortForm(i.opcode().name()), place(i.target()));
      case ConstantInstruction i -> line(kind, i.typeKind(), i.constantValue());
      case FieldInstruction i -> line(i.opcode(), member(i.field()));
      case IncrementInstruction i -> line(kind, i.slot(), i.constant());
      case InvokeDynamicInstruction i ->
          line(
              kind,
              i.name().stringValue(),
              i.type().stringValue(),
              i.invokedynamic().bootstrap().bootstrapMethod().asSymbol(),
              constants(i.invokedynamic().bootstrap().arguments()));
      case InvokeInstruction i -> line(i.opcode(), member(i.method()));
      case LoadInstruction i -> line(kind, i.typeKind(), i.slot());
      case StoreInstruction i -> line(kind, i.typeKind(), i.slot());
      case LookupSwitchInstruction i -> line(kind, place(i.defaultTarget()), cases(i.cases()));
      case TableSwitchInstruction i -> line(kind, place(i.defaultTarget()), cases(i.cases()));
      case NewMultiArrayInstruction i -> line(kind, i.arrayType().asInternalName(), i.dimensions());
      case NewObjectInstruction i -> line(kind, i.className().asInternalName());
      case NewPrimitiveArrayInstruction i -> line(kind, i.typeKind());
      case NewReferenceArrayInstruction i -> line(kind, i.componentType().asInternalName());
      case TypeCheckInstruction i -> line(i.opcode(), i.type().asInternalName());
      default -> line(instruction.opcode());
    }
  }

  private static String shortForm(String opcode) {
    return opcode.endsWith("_W") ? opcode.substring(0, opcode.length() - 2) : opcode;
  }

  private static String member(MemberRefEntry member) {
    return member.owner().asInternalName()
        + "."
        + member.name().stringValue()
        + member.type().stringValue();
  }

  private static List<Object> constants(List<LoadableConstantEntry> entries) {
    return entries.stream().<Object>map(LoadableConstantEntry::constantValue).toList();
  }

  private List<String> cases(List<SwitchCase> cases) {
    return cases.stream().map(c -> c.caseValue() + ">" + place(c.target())).toList();
  }

  private int place(Label label) {
    Integer place = places.get(label);
    if (place == null) {
      throw new IllegalArgumentException("a branch leads nowhere");
    }
    return place;
  }

  private void line(Object... parts) {
    for (Object part : parts) {
      text.append(part).append(' ');
    }
    text.append('\n');
  }
}
