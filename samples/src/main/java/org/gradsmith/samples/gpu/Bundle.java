/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * A folder to carry to a Linux machine with a GPU: a Java runtime, this program and JCuda, packed
 * by xz, and a script that unpacks and runs them. That machine needs no JDK and no network, but
 * CUDA's driver and NVRTC, and xz or Python.
 */
public final class Bundle {
  private static final String PAYLOAD = "payload.tar.xz";
  private static final String SCRIPT = "gpu-verify";
  private static final Pattern MODULE = Pattern.compile("(?m)^ *(java[.]\\S+?|jdk[.]\\S+?)(/.*)?$");

  /** What the program needs besides what its classes name: vectors, jars seen as folders. */
  private static final Set<String> MODULES =
      Set.of("jdk.incubator.vector", "jdk.zipfs", "java.management", "jdk.unsupported");

  /** What only other commands and libraries' unused parts name; javac alone would cost 10 MB. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "jdk.compiler", "java.compiler", "java.desktop", "java.sql", "java.xml", "java.naming");

  private Bundle() {}

  /**
   * Writes the folder, from the classes and the JDK that this process runs on.
   *
   * @throws IOException if the machine is another one, or a tool is missing or fails; says which
   */
  public static void write(Path folder, PrintWriter out) throws IOException, InterruptedException {
    String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    if (!platform.equals("Linux amd64")) {
      throw new IOException("a bundle is built on Linux amd64, this is " + platform);
    }
    Files.createDirectories(folder);
    Path stage = Files.createTempDirectory(folder, "stage-");
    try {
      Path libraries = Files.createDirectory(stage.resolve("lib"));
      List<Path> jars = BundledJars.copy(System.getProperty("java.class.path"), libraries);
      out.printf("bundled %d jars and folders of classes%n", jars.size());
      Set<String> modules = modules(jars);
      out.printf("linking a runtime of %s%n", String.join(", ", modules));
      out.flush();
      run(
          "jlink",
          "--strip-java-debug-attributes",
          "--no-header-files",
          "--no-man-pages",
          "--vm=server",
          "--add-modules",
          String.join(",", modules),
          "--output",
          stage.resolve("jre").toString());
      pack(stage, folder.resolve(PAYLOAD));
      writeScript(folder.resolve(SCRIPT));
      out.printf(
          "%s: %.1f MB; on the machine with the GPU: %s/%s%n",
          folder, Files.size(folder.resolve(PAYLOAD)) / 1e6, folder.getFileName(), SCRIPT);
    } finally {
      delete(stage);
    }
  }

  /**
   * The modules of the JDK that the classes need; a line of jdeps is a module or module/package.
   */
  private static Set<String> modules(List<Path> jars) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("--list-deps", "--ignore-missing-deps", "--multi-release", "25"));
    jars.forEach(jar -> arguments.add(jar.toString()));
    Set<String> modules = new TreeSet<>(MODULES);
    MODULE
        .matcher(run("jdeps", arguments.toArray(new String[0])))
        .results()
        .forEach(module -> modules.add(module.group(1)));
    modules.removeAll(LEFT_OUT);
    return modules;
  }

  /** Runs a tool of the JDK in this process; returns what it printed. */
  private static String run(String tool, String... arguments) throws IOException {
    ToolProvider provider =
        ToolProvider.findFirst(tool)
            .orElseThrow(() ->
                new IOException(
                    "no " + tool + ": this is not a JDK, but " + System.getProperty("java.home")));
    StringWriter printed = new StringWriter();
    StringWriter problems = new StringWriter();
    int status = provider.run(new PrintWriter(printed), new PrintWriter(problems), arguments);
    if (status != 0) {
      throw new IOException("%s failed: %s%s".formatted(tool, printed, problems).strip());
    }
    return printed.toString();
  }

  private static void pack(Path stage, Path payload) throws IOException, InterruptedException {
    ProcessBuilder tar = new ProcessBuilder("tar", "-C", stage.toString(), "-cf", "-", ".");
    ProcessBuilder xz =
        new ProcessBuilder("xz", "-1", "-T0", "-c").redirectOutput(payload.toFile());
    List<Process> processes;
    try {
      processes =
          ProcessBuilder.startPipeline(
              List.of(
                  tar.redirectError(ProcessBuilder.Redirect.INHERIT),
                  xz.redirectError(ProcessBuilder.Redirect.INHERIT)));
    } catch (IOException e) {
      throw new IOException("a bundle is packed by tar and xz: " + e.getMessage(), e);
    }
    for (Process process : processes) {
      int status = process.waitFor();
      if (status != 0) {
        throw new IOException("tar or xz ended with status " + status);
      }
    }
  }

  private static void writeScript(Path file) throws IOException {
    try (InputStream text =
        Objects.requireNonNull(Bundle.class.getResourceAsStream("gpu-verify.sh"))) {
      Files.write(file, text.readAllBytes());
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
