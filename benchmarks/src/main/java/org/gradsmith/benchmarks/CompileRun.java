/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.benchmarks;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** One compilation in a virtual machine of its own; {@link CompileTime} starts it. */
final class CompileRun {
  private CompileRun() {}

  /**
   * Compiles all sources of a folder, prints the nanoseconds that javac took.
   *
   * @param arguments the folder with the sources, the folder for the classes, then further
   *     arguments of javac
   */
  public static void main(String... arguments) throws IOException {
    List<Path> sources;
    try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
      sources = files.filter(f -> f.toString().endsWith(".java")).sorted().toList();
    }
    List<String> options =
        new ArrayList<>(List.of("-d", arguments[1], "-cp", System.getProperty("java.class.path")));
    options.addAll(Arrays.asList(arguments).subList(2, arguments.length));
    StringWriter messages = new StringWriter();
    long start = System.nanoTime();
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    boolean succeeded;
    try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
      succeeded =
          javac
              .getTask(
                  messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
    }
    long nanos = System.nanoTime() - start;
    if (!succeeded) {
      throw new IllegalStateException(messages.toString());
    }
    System.out.println(nanos);
  }
}
