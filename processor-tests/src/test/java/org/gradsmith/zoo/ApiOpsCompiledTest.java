/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.zoo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import org.gradsmith.arch.ApiMethod;
import org.gradsmith.frontend.Fixtures;
import org.gradsmith.frontend.Library;
import org.gradsmith.ir.op.OpTable;
import org.gradsmith.ir.op.Sample;
import org.gradsmith.processor.GradsmithProcessor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A module for every method of the API that stands for a row and every sample of that row: compiled
 * calls must agree with eager ones.
 */
class ApiOpsCompiledTest {
  @TempDir private static Path folder;

  @TestFactory
  Stream<DynamicTest> compiledCallsAgreeWithEagerOnes() throws IOException {
    List<OpModule> modules = modules();
    JavaFileObject[] sources =
        modules.stream()
            .map(module -> Fixtures.source("ops." + module.name(), module.source()))
            .toArray(JavaFileObject[]::new);
    Library library = Library.compile(folder, new GradsmithProcessor(), sources);
    URLClassLoader loader = new URLClassLoader(new URL[] {library.folder().toUri().toURL()});
    return modules.stream()
        .map(module ->
            DynamicTest.dynamicTest(
                module.toString(), () -> module.check(loader.loadClass("ops." + module.name()))))
        .onClose(() -> close(loader));
  }

  private static List<OpModule> modules() {
    List<OpModule> modules = new ArrayList<>();
    for (ApiMethod method : ApiMethod.all()) {
      for (Sample sample : OpTable.find(method.row()).orElseThrow().samples()) {
        modules.add(new OpModule("Op" + modules.size(), method, sample, true));
        modules.add(new OpModule("Op" + modules.size(), method, sample, false));
      }
    }
    return modules;
  }

  private static void close(URLClassLoader loader) {
    try {
      loader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
