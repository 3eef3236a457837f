/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gradsmith.tensor.Tensor;

/** The fields of a module's class that can hold parameters, buffers or modules. */
final class ModuleFields {
  private static final ClassValue<List<Field>> FIELDS =
      new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
          return fieldsOf(type);
        }
      };

  private ModuleFields() {}

  /** The members of a module in declaration order, the superclass's first. */
  static List<Member> read(Module module) {
    List<Member> members = new ArrayList<>();
    for (Field field : FIELDS.get(module.getClass())) {
      try {
        members.add(
            new Member(
                field.getName(), field.get(module), field.isAnnotationPresent(Buffer.class)));
      } catch (IllegalAccessException e) {
        throw unreadable(field, e);
      }
    }
    return members;
  }

  private static List<Field> fieldsOf(Class<?> type) {
    if (type == Module.class) {
      return List.of();
    }
    List<Field> fields = new ArrayList<>(FIELDS.get(type.getSuperclass()));
    for (Field field : type.getDeclaredFields()) {
      if (isMember(field)) {
        try {
          field.setAccessible(true);
        } catch (InaccessibleObjectException e) {
          throw unreadable(field, e);
        }
        fields.add(field);
      }
    }
    return List.copyOf(fields);
  }

  private static boolean isMember(Field field) {
    int modifiers = field.getModifiers();
    return !Modifier.isStatic(modifiers)
        && !Modifier.isTransient(modifiers)
        && !field.isSynthetic()
        && canHoldMembers(field.getType());
  }

  /** A field whose type is an interface or Object may hold a module as well. */
  private static boolean canHoldMembers(Class<?> type) {
    if (type.isArray()) {
      return canHoldMembers(type.getComponentType());
    }
    return type.isInterface()
        || type == Object.class
        || Stream.of(Module.class, Tensor.class, List.class, Map.class)
            .anyMatch(wanted -> wanted.isAssignableFrom(type));
  }

  private static IllegalStateException unreadable(Field field, Exception cause) {
    String module = field.getDeclaringClass().getModule().getName();
    return new IllegalStateException(
        "cannot read field '%s' of %s, so its parameters cannot be found; add to the module-info of"
                .formatted(field.getName(), field.getDeclaringClass().getName())
            + " %s: opens %s to org.gradsmith.nn;"
                .formatted(module, field.getDeclaringClass().getPackageName()),
        cause);
  }
}
