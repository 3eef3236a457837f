/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.javagen;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import java.util.List;
import javax.lang.model.element.Modifier;
import org.gradsmith.kernel.KernelPlan;

/** The constants in which a generated class holds its kernels. */
final class KernelFields {
  private KernelFields() {}

  static List<FieldSpec> of(List<KernelPlan> plans, ClassName generated) {
    return plans.stream()
        .map(plan ->
            FieldSpec.builder(
                    RuntimeNames.KERNEL,
                    StepCode.kernel(plan),
                    Modifier.PRIVATE,
                    Modifier.STATIC,
                    Modifier.FINAL)
                .initializer("$T.load($T.class, $S)", RuntimeNames.KERNEL, generated, plan.name())
                .build())
        .toList();
  }
}
