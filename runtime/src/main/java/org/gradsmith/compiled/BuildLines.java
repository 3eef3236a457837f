/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

/** What a build has to say so that the processor runs. */
final class BuildLines {
  private BuildLines() {}

  /** The lines to add, for Maven and Gradle. */
  static String text() {
    String known = BuildLines.class.getPackage().getImplementationVersion();
    String version = known == null ? "(the version of gradsmith-runtime)" : known;
    return """
    Since JDK 23 javac runs no annotation processor that lies only on the class path, so the build has to name it.
    Maven, in the <configuration> of maven-compiler-plugin:
      <annotationProcessorPaths>
        <path>
          <groupId>org.gradsmith</groupId>
          <artifactId>gradsmith-processor</artifactId>
          <version>%s</version>
        </path>
      </annotationProcessorPaths>
    Gradle, in dependencies:
      annotationProcessor("org.gradsmith:gradsmith-processor:%s")
    Then compile again. To run on the eager tape instead: -D%s=off\
    """
        .formatted(version, version, Mode.PROPERTY);
  }
}
