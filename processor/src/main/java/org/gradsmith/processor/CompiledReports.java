/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.TypeElement;
import javax.tools.StandardLocation;
import org.gradsmith.processor.report.Reports;

/** The reports that lie beside classes which were compiled before. */
final class CompiledReports {
  private final ProcessingEnvironment environment;

  CompiledReports(ProcessingEnvironment environment) {
    this.environment = environment;
  }

  /** The text beside a generated class, by canonical name; empty if there is none. */
  Optional<String> report(String generated) {
    TypeElement type = environment.getElementUtils().getTypeElement(generated);
    if (type == null) {
      return Optional.empty();
    }
    int dot = generated.lastIndexOf('.');
    String packageName = dot < 0 ? "" : generated.substring(0, dot);
    String file = generated.substring(dot + 1) + Reports.RESOURCE;
    ModuleElement module = environment.getElementUtils().getModuleOf(type);
    return module == null || module.isUnnamed()
        ? List.of(StandardLocation.CLASS_PATH, StandardLocation.CLASS_OUTPUT).stream()
            .flatMap(location -> read(location, packageName, file).stream())
            .findFirst()
        : read(StandardLocation.MODULE_PATH, module.getQualifiedName() + "/" + packageName, file);
  }

  private Optional<String> read(StandardLocation location, String packageName, String file) {
    try {
      return Optional.of(
          environment
              .getFiler()
              .getResource(location, packageName, file)
              .getCharContent(true)
              .toString());
    } catch (IOException | IllegalArgumentException | UnsupportedOperationException _) {
      return Optional.empty(); // the class was compiled without, or lies where nobody looks
    }
  }
}
