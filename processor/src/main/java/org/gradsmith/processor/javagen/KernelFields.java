/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.javagen;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import java.util.List;
import javax.lang.model.element.Modifier;
import org.gradsmith.kernel.FusedPlan;
import org.gradsmith.kernel.KernelPlan;
import org.gradsmith.kernel.OpenRowPlan;

/** The constants in which a generated class holds its kernels. */
final class KernelFields {
  private KernelFields() {}

  static List<FieldSpec> of(List<FusedPlan> plans, ClassName generated) {
    return plans.stream()
        .map(plan ->
            FieldSpec.builder(
                    type(plan),
                    StepCode.kernel(plan),
                    Modifier.PRIVATE,
                    Modifier.STATIC,
                    Modifier.FINAL)
                .initializer("$T.load($T.class, $S)", type(plan), generated, plan.name())
                .build())
        .toList();
  }

  private static ClassName type(FusedPlan plan) {
    return switch (plan) {
      case KernelPlan _ -> RuntimeNames.KERNEL;
      case OpenRowPlan _ -> RuntimeNames.ROW_KERNEL;
    };
  }
}
