/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import jcuda.JCudaVersion;

/**
 * The native libraries in JCuda's jar.
 *
 * <p>JCuda itself unpacks them into the shared temporary folder, under fixed names, and trusts a
 * file that lies there already. Here each process unpacks its own, into a folder that is gone
 * afterwards; and they can be made to ask for another major version of CUDA's libraries than the
 * one that they were built against. A library that {@code java.library.path} names goes before all
 * that, as JCuda defines it.
 */
final class JCudaNatives {
  /** Where JCuda unpacks to. Nothing else of the JDK reads it after the start of the process. */
  private static final String FOLDER = "java.io.tmpdir";

  private JCudaNatives() {}

  /**
   * Runs what makes JCuda load a library.
   *
   * @param library {@code JCudaDriver}
   * @param renamed the libraries that it asks for, and their names here
   * @throws LinkageError as JCuda throws it, if that fails
   */
  static synchronized void load(String library, Map<String, String> renamed, Runnable first) {
    Optional<ElfFile> content = content(library);
    if (content.isEmpty()) {
      first.run();
      return;
    }
    renamed.forEach(content.get()::rename);
    String before = System.getProperty(FOLDER);
    try {
      Path folder = Files.createTempDirectory("gradsmith-jcuda-");
      Path file = folder.resolve(fileName(library));
      try {
        Files.write(file, content.get().content());
        System.setProperty(FOLDER, folder.toString());
        first.run();
      } finally {
        System.setProperty(FOLDER, before);
        Files.deleteIfExists(file); // what is loaded stays loaded
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UnsatisfiedLinkError("JCuda's libraries cannot be unpacked: " + e);
    }
  }

  /** A library of the jar; empty where there is none for this platform, or none like that. */
  static Optional<ElfFile> content(String library) {
    String name = "/lib/" + fileName(library);
    try (InputStream stream = JCudaVersion.class.getResourceAsStream(name)) {
      return stream == null
          ? Optional.empty()
          : Optional.of(ElfFile.of(stream.readAllBytes(), name));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static String fileName(String library) {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch").equals("amd64") ? "x86_64" : "none";
    return "lib%s-%s-%s-%s.so".formatted(library, JCudaVersion.get(), system, processor);
  }

  /** JCuda's message is long; one of its lines names what is missing. */
  static String reason(LinkageError e) {
    return String.valueOf(e.getMessage())
        .lines()
        .map(String::strip)
        .filter(line ->
            line.contains("cannot open shared object")
                || line.contains("' not found")
                || line.contains("failed to map"))
        .findFirst()
        .orElseGet(() -> String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason"));
  }
}
