/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor;

import java.io.IOException;
import java.io.Writer;
import javax.annotation.processing.Filer;
import javax.lang.model.element.TypeElement;
import javax.tools.StandardLocation;
import org.gradsmith.processor.report.Reports;

/**
 * The files beside a generated class.
 *
 * @param packageName package of the class
 * @param simpleName its name
 * @param owner the class that it was generated for
 */
record Resources(Filer filer, String packageName, String simpleName, TypeElement owner) {
  /**
   * Writes the kernels of the class, if it has some.
   *
   * @param kernels as the runtime reads them
   * @param cuda in CUDA C
   */
  void write(String kernels, String cuda) throws IOException {
    resource(".kernels", kernels);
    resource(".cu", cuda);
  }

  /** Writes what the compilation tells about the class. */
  void writeReport(String json) throws IOException {
    resource(Reports.RESOURCE, json);
  }

  private void resource(String suffix, String text) throws IOException {
    if (!text.isEmpty()) {
      try (Writer writer =
          filer
              .createResource(
                  StandardLocation.CLASS_OUTPUT, packageName, simpleName + suffix, owner)
              .openWriter()) {
        writer.write(text);
      }
    }
  }
}
