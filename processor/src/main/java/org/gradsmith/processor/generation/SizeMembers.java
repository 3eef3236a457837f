/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.generation;

import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.util.ElementFilter;
import org.gradsmith.ir.Member;
import org.gradsmith.processor.shape.ShapeText;

/** Names in a {@code @Shape} that are {@code int} fields of the class it stands in. */
final class SizeMembers {
  private SizeMembers() {}

  static List<Member> in(String shape, TypeElement owner) {
    List<Member> members = new ArrayList<>();
    for (String entry : ShapeText.entries(shape)) {
      for (VariableElement field : ElementFilter.fieldsIn(owner.getEnclosedElements())) {
        if (field.asType().getKind() == TypeKind.INT
            && field.getSimpleName().contentEquals(entry)
            && !field.getModifiers().contains(Modifier.STATIC)) {
          members.add(new Member(owner.getQualifiedName().toString(), entry, access(field), "int"));
        }
      }
    }
    return members;
  }

  private static Member.Access access(VariableElement field) {
    return field.getModifiers().contains(Modifier.PRIVATE)
        ? Member.Access.PRIVATE_FIELD
        : Member.Access.FIELD;
  }
}
