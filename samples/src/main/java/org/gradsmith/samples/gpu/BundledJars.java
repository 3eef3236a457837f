/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.gpu;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** The class path as a bundle carries it: numbered, so that its order is that of the names. */
final class BundledJars {
  /** Native libraries that the verification does not load: it computes on the CPU in Java. */
  private static final Pattern LEFT_OUT =
      Pattern.compile("(dnnl|opencl|javacpp|jcublas-natives)-.*-[a-z]+-[a-z0-9_]+\\.jar|jline-.*");

  /** Of JCuda's native libraries, those that are used; the compiler of PTX alone has 24 MB. */
  private static final Pattern NATIVE_LIBRARY = Pattern.compile("lib/.*\\.so");

  private static final Pattern USED = Pattern.compile("lib/lib(JCudaDriver|JNvrtc)-.*\\.so");

  private BundledJars() {}

  /** Copies a class path; jars are stored without compression, which xz does better. */
  static List<Path> copy(String classPath, Path folder) throws IOException {
    List<Path> copies = new ArrayList<>();
    for (String part : classPath.split(File.pathSeparator, -1)) {
      Path entry = Path.of(part);
      String name = String.valueOf(entry.getFileName());
      if (part.isEmpty() || !Files.exists(entry) || LEFT_OUT.matcher(name).matches()) {
        continue;
      }
      String number = String.format(Locale.ROOT, "%03d-", copies.size());
      Path copy = folder.resolve(number + name);
      if (Files.isDirectory(entry)) {
        copyFolder(entry, copy);
      } else {
        store(entry, copy);
      }
      copies.add(copy);
    }
    return copies;
  }

  private static void copyFolder(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }

  private static void store(Path jar, Path copy) throws IOException {
    try (ZipFile from = new ZipFile(jar.toFile());
        OutputStream file = Files.newOutputStream(copy);
        ZipOutputStream to = new ZipOutputStream(file)) {
      to.setMethod(ZipOutputStream.STORED);
      for (ZipEntry entry : from.stream().toList()) {
        if (entry.isDirectory() || isUnused(entry.getName())) {
          continue;
        }
        byte[] content = from.getInputStream(entry).readAllBytes();
        CRC32 sum = new CRC32();
        sum.update(content);
        JarEntry stored = new JarEntry(entry.getName());
        stored.setSize(content.length);
        stored.setCrc(sum.getValue());
        stored.setTime(entry.getTime());
        to.putNextEntry(stored);
        to.write(content);
        to.closeEntry();
      }
    }
  }

  /**
   * Descriptions of modules mean nothing on a class path, and jdeps would look for all they name.
   */
  private static boolean isUnused(String name) {
    return name.endsWith("module-info.class")
        || (NATIVE_LIBRARY.matcher(name).matches() && !USED.matcher(name).matches());
  }
}
