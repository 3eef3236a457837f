/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.javagen;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import java.util.List;
import org.gradsmith.ir.Value;
import org.gradsmith.sweep.Sweeps;

/** How the class of a call takes and gives tensors. */
enum CallForm {
  /** The call of a module's forward: one result. */
  FORWARD,
  /** A run of rows of a method with control flow: an array of results. */
  ROWS;

  /** Parameter with the gradients of all results. */
  private static final String ALL = "cotangents";

  ClassName superclass() {
    return this == FORWARD ? RuntimeNames.COMPILED_CALL : RuntimeNames.COMPILED_ROWS;
  }

  /** What the forward sweep returns. */
  TypeName result() {
    return this == FORWARD ? RuntimeNames.TENSOR : ArrayTypeName.of(RuntimeNames.TENSOR);
  }

  /** The statement that returns tensors. */
  CodeBlock returned(List<String> tensors) {
    return switch (this) {
      case FORWARD -> CodeBlock.of("return $L", tensors.getFirst());
      case ROWS ->
          CodeBlock.of("return new $T[] {$L}", RuntimeNames.TENSOR, StepCode.list(tensors));
    };
  }

  /** The parameter in which the reverse sweep gets the gradients of the results. */
  ParameterSpec cotangents(Sweeps sweeps) {
    String name = this == FORWARD ? sweeps.cotangents().getFirst().name() : ALL;
    return ParameterSpec.builder(result(), name).build();
  }

  /** Gives each gradient its name. */
  CodeBlock named(Sweeps sweeps) {
    CodeBlock.Builder code = CodeBlock.builder();
    if (this == ROWS) {
      List<Value> cotangents = sweeps.cotangents();
      for (int i = 0; i < cotangents.size(); i++) {
        code.addStatement("$T $L = $L[$L]", RuntimeNames.TENSOR, cotangents.get(i).name(), ALL, i);
      }
    }
    return code.build();
  }
}
