/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.sweepgen;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.lang.model.element.Modifier;
import org.gradsmith.ir.flow.Code;

/** Constants through which a generated class reaches private fields. */
final class Handles {
  private static final ClassName PRIVATE_FIELDS =
      ClassName.get("org.gradsmith.compiled", "PrivateFields");

  private final TypeNames types;
  private final Map<Code.PrivateField, String> constants = new LinkedHashMap<>();

  Handles(TypeNames types) {
    this.types = types;
  }

  /** The constant of a field: {@code HIDDEN_FIELD}. */
  String constant(Code.PrivateField field) {
    return constants.computeIfAbsent(
        field,
        f -> f.name().replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT) + "_FIELD");
  }

  List<FieldSpec> fields() {
    List<FieldSpec> fields = new ArrayList<>();
    constants.forEach((field, constant) ->
        fields.add(
            FieldSpec.builder(
                    VarHandle.class, constant, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                .initializer(
                    "$T.$L($T.lookup(), $T.class, $S, $T.class)",
                    PRIVATE_FIELDS,
                    field.isStatic() ? "findStatic" : "find",
                    MethodHandles.class,
                    types.of(field.owner()),
                    field.name(),
                    types.of(field.type()))
                .build()));
    return fields;
  }
}
