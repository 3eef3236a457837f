/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest, and the JVM that runs it. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version =
        Objects.requireNonNullElse(
            Main.class.getPackage().getImplementationVersion(), "(not packed)");
    return new String[] {
      "gradsmith " + version, "Java " + Runtime.version() + ", " + System.getProperty("os.name")
    };
  }
}
