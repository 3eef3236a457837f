/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a verification found, and how it is kept. */
public final class Results {
  private final Verification found;

  Results(Verification found) {
    this.found = found;
  }

  /** Whether everything was done, and all kernels agree with their plans. */
  public boolean agrees() {
    return found.agrees();
  }

  /** The first elements that are wrong, and what ended early. */
  public List<String> disagreements() {
    return found.disagreements();
  }

  /**
   * Writes {@code gpu-results.md} and {@code gpu-results.json}.
   *
   * @param folder is made if it is not there
   * @param date the day, for the heading
   */
  public void write(Path folder, String date) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("gpu-results.md"), MarkdownReport.write(found, date));
    Files.writeString(folder.resolve("gpu-results.json"), JsonReport.write(found));
  }
}
