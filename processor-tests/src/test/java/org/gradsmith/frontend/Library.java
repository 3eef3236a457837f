/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.frontend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.annotation.processing.Processor;
import javax.tools.JavaFileObject;

/** Classes compiled earlier, in a folder of their own. */
public record Library(Path folder) {
  /** Compiles sources into the folder, with what the processor puts beside the classes. */
  public static Library compile(Path folder, Processor processor, JavaFileObject... sources)
      throws IOException {
    Compilation compilation = Fixtures.compile(processor, List.of("-Xlint:none"), sources);
    assertEquals(List.of(), compilation.errors());
    for (JavaFileObject file : compilation.generatedFiles()) {
      if (file.getName().startsWith("/CLASS_OUTPUT/")) {
        Path target = folder.resolve(file.getName().replaceFirst("^/CLASS_OUTPUT/", ""));
        Files.createDirectories(target.resolveSibling("."));
        try (InputStream bytes = file.openInputStream()) {
          Files.write(target, bytes.readAllBytes());
        }
      }
    }
    return new Library(folder);
  }

  /** Compiles a program against this library. */
  Compilation compileAgainst(Processor processor, JavaFileObject... sources) {
    List<File> classPath =
        Stream.concat(
                Stream.of(folder.toFile()),
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                    .map(File::new))
            .toList();
    return Compiler.javac()
        .withClasspath(classPath)
        .withOptions("-Xlint:none")
        .withProcessors(processor)
        .compile(sources);
  }
}
