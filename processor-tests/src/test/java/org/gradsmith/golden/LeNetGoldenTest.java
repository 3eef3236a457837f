/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.golden;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static com.google.testing.compile.Compiler.javac;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.tools.JavaFileObject;
import javax.tools.StandardLocation;
import org.gradsmith.processor.GradsmithProcessor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the processor writes for the two LeNets of the samples. */
class LeNetGoldenTest {
  private static final Path SAMPLES =
      Path.of("..", "samples", "src", "main", "java", "org", "gradsmith", "samples", "lenet");
  private static final String PACKAGE = "org.gradsmith.samples.lenet";

  /**
   * The lint that javac has, as strict as it gets; the generated class is part of the compilation.
   */
  private static Compilation compile(String net) throws MalformedURLException {
    JavaFileObject source =
        JavaFileObjects.forResource(SAMPLES.resolve(net + ".java").toUri().toURL());
    return javac()
        .withOptions("-Xlint:all", "-Werror")
        .withClasspath(classPathWithoutSamples())
        .withProcessors(new GradsmithProcessor())
        .compile(source);
  }

  /** The samples are compiled here; their own companions would be in the way. */
  private static List<File> classPathWithoutSamples() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(File::new)
        .filter(file -> !file.getName().startsWith("gradsmith-samples"))
        .filter(file -> !file.toPath().endsWith(Path.of("samples", "target", "classes")))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"LeNetA", "LeNetB"})
  void generatedJavaIsClean(String net) throws IOException {
    Compilation compilation = compile(net);
    assertThat(compilation).succeededWithoutWarnings();
    assertThat(compilation)
        .generatedSourceFile(PACKAGE + "." + net + "__AD")
        .contentsAsUtf8String()
        .doesNotContain("\t");
    Golden.assertGolden(
        net + "__AD.java", text(compilation, StandardLocation.SOURCE_OUTPUT, net + "__AD.java"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"LeNetA", "LeNetB"})
  void kernels(String net) throws IOException {
    Compilation compilation = compile(net);
    for (String ending : new String[] {".cu", ".kernels"}) {
      String name = net + "__AD" + ending;
      Golden.assertGolden(name, text(compilation, StandardLocation.CLASS_OUTPUT, name));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"LeNetA", "LeNetB"})
  void everyRunWritesTheSame(String net) throws IOException {
    assertEquals(
        text(compile(net), StandardLocation.SOURCE_OUTPUT, net + "__AD.java"),
        text(compile(net), StandardLocation.SOURCE_OUTPUT, net + "__AD.java"));
  }

  private static String text(Compilation compilation, StandardLocation location, String name)
      throws IOException {
    JavaFileObject file =
        compilation
            .generatedFile(location, PACKAGE, name)
            .orElseThrow(() -> new AssertionError(name + " was not written"));
    return new String(file.openInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
