/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.lowering;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.tools.JavaFileObject;

/** The class file of a record: what its canonical constructor and accessors do. */
final class RecordFile {
  private final ClassModel file;

  private RecordFile(ClassModel file) {
    this.file = file;
  }

  /** The file of a record that was compiled before; empty if it cannot be read. */
  static Optional<RecordFile> of(TypeElement type, Elements elements) {
    JavaFileObject source = elements.getFileObjectOf(type);
    if (source == null || source.getKind() != JavaFileObject.Kind.CLASS) {
      return Optional.empty();
    }
    try (InputStream in = source.openInputStream()) {
      return Optional.of(new RecordFile(ClassFile.of().parse(in.readAllBytes())));
    } catch (IOException | IllegalArgumentException _) { // the caller then trusts nothing
      return Optional.empty();
    }
  }

  /** Whether an accessor gives the field of its name and does nothing else. */
  boolean gives(String component) {
    List<Instruction> code =
        file.methods().stream()
            .filter(m -> m.methodName().equalsString(component))
            .filter(m -> m.methodTypeSymbol().parameterCount() == 0)
            .findFirst()
            .map(RecordFile::instructions)
            .orElse(List.of());
    return code.size() == 3
        && code.get(0) instanceof LoadInstruction self
        && self.slot() == 0
        && code.get(1) instanceof FieldInstruction field
        && field.name().equalsString(component)
        && code.get(2) instanceof ReturnInstruction;
  }

  /** Whether the canonical constructor stores each argument in its field, unchanged. */
  boolean keeps(List<String> components) {
    List<ClassDesc> types = new ArrayList<>();
    for (String component : components) {
      file.fields().stream()
          .filter(f -> f.fieldName().equalsString(component))
          .findFirst()
          .ifPresent(f -> types.add(f.fieldTypeSymbol()));
    }
    Optional<MethodModel> canonical =
        file.methods().stream()
            .filter(m -> m.methodName().equalsString(ConstantDescs.INIT_NAME))
            .filter(m -> m.methodTypeSymbol().parameterList().equals(types))
            .findFirst();
    return canonical.filter(m -> keeps(instructions(m), components, types)).isPresent();
  }

  private static boolean keeps(
      List<Instruction> code, List<String> components, List<ClassDesc> types) {
    int slot = 1;
    int arguments = 1;
    for (ClassDesc type : types) {
      arguments += width(type);
    }
    for (int i = 0; i < components.size(); i++) {
      if (!isStored(code, components.get(i), slot)) {
        return false;
      }
      slot += width(types.get(i));
    }
    int end = arguments;
    return code.stream().noneMatch(c -> c instanceof StoreInstruction s && s.slot() < end);
  }

  /** Whether every write of a field has the value of that local variable. */
  private static boolean isStored(List<Instruction> code, String field, int slot) {
    boolean found = false;
    for (int i = 2; i < code.size(); i++) {
      boolean writes =
          code.get(i) instanceof FieldInstruction put
              && put.opcode() == java.lang.classfile.Opcode.PUTFIELD
              && put.name().equalsString(field);
      if (writes) {
        found = true;
        boolean plain =
            code.get(i - 1) instanceof LoadInstruction value
                && value.slot() == slot
                && code.get(i - 2) instanceof LoadInstruction self
                && self.slot() == 0;
        if (!plain) {
          return false;
        }
      }
    }
    return found;
  }

  private static int width(ClassDesc type) {
    return type.equals(ConstantDescs.CD_double) || type.equals(ConstantDescs.CD_long) ? 2 : 1;
  }

  private static List<Instruction> instructions(MethodModel method) {
    List<Instruction> all = new ArrayList<>();
    method
        .code()
        .ifPresent(code -> {
          for (CodeElement element : code) {
            if (element instanceof Instruction instruction) {
              all.add(instruction);
            }
          }
        });
    return all;
  }
}
