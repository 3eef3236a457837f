/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.javagen;

import com.palantir.javapoet.ClassName;

/** Names of the runtime classes that generated code uses; the processor does not link to them. */
final class RuntimeNames {
  static final ClassName TENSOR = ClassName.get("org.gradsmith.tensor", "Tensor");
  static final ClassName PRIMITIVES = ClassName.get("org.gradsmith.tensor", "Primitives");
  static final ClassName SAVED_TENSOR = ClassName.get("org.gradsmith.autograd", "SavedTensor");
  static final ClassName COMPILED_FORWARD = compiled("CompiledForward");
  static final ClassName COMPILED_CALL = compiled("CompiledCall");
  static final ClassName COMPILED_ROWS = compiled("CompiledRows");
  static final ClassName FUSED_ROWS = compiled("FusedRows");
  static final ClassName NESTED_CALL = compiled("NestedCall");
  static final ClassName COMPANIONS = compiled("Companions");
  static final ClassName NEEDS = compiled("Needs");
  static final ClassName ADJOINTS = compiled("Adjoints");
  static final ClassName KERNEL = compiled("Kernel");
  static final ClassName ROW_KERNEL = compiled("RowKernel");
  static final ClassName PRIVATE_FIELDS = compiled("PrivateFields");
  static final ClassName SHAPE_PATTERN = compiled("ShapePattern");

  private RuntimeNames() {}

  private static ClassName compiled(String name) {
    return ClassName.get("org.gradsmith.compiled", name);
  }
}
