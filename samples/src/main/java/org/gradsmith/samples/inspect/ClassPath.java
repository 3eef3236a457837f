/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.inspect;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Folders and jars that hold classes; jars stay open until the class path is closed. */
public final class ClassPath implements AutoCloseable {
  private static final String ALL_JARS = "*";

  /**
   * One entry.
   *
   * @param location the folder or jar on disk
   * @param root the folder, or the inside of the jar
   */
  record Entry(Path location, Path root) {}

  private final List<Entry> entries = new ArrayList<>();
  private final List<FileSystem> jars = new ArrayList<>();

  private ClassPath() {}

  /** Opens a class path in the platform's notation; {@code folder/*} stands for the jars in it. */
  public static ClassPath open(String text) throws IOException {
    ClassPath path = new ClassPath();
    try {
      for (String part : text.split(File.pathSeparator, -1)) {
        path.add(part);
      }
    } catch (IOException e) {
      path.close();
      throw e;
    }
    return path;
  }

  private void add(String part) throws IOException {
    if (part.isEmpty()) {
      return;
    }
    if (part.equals(ALL_JARS) || part.endsWith(File.separator + ALL_JARS)) {
      Path folder = Path.of(part.substring(0, part.length() - 1));
      try (Stream<Path> files = Files.list(folder)) {
        for (Path jar : files.filter(f -> f.toString().endsWith(".jar")).sorted().toList()) {
          addJar(jar);
        }
      }
      return;
    }
    Path location = Path.of(part);
    if (Files.isDirectory(location)) {
      entries.add(new Entry(location.toAbsolutePath().normalize(), location));
    } else if (Files.isRegularFile(location)) {
      addJar(location);
    } else {
      throw new NoSuchFileException(part, null, "no folder or jar of that name");
    }
  }

  private void addJar(Path jar) throws IOException {
    FileSystem inside = FileSystems.newFileSystem(jar);
    jars.add(inside);
    entries.add(new Entry(jar.toAbsolutePath().normalize(), inside.getPath("/")));
  }

  /** The entry that holds a file, named like {@code com/example/Net.class}. */
  Optional<Entry> find(String name) {
    return entries.stream().filter(e -> Files.isRegularFile(e.root().resolve(name))).findFirst();
  }

  /** The names of all files called so, in any package. */
  List<String> named(String fileName) throws IOException {
    List<String> found = new ArrayList<>();
    for (Entry entry : entries) {
      try (Stream<Path> files = Files.walk(entry.root())) {
        files
            .filter(f -> f.getFileName() != null && f.getFileName().toString().equals(fileName))
            .map(f -> entry.root().relativize(f).toString().replace('\\', '/'))
            .forEach(found::add);
      }
    }
    return found.stream().distinct().toList();
  }

  /** The texts of all files whose names end so, by their paths; of two alike, the first counts. */
  public SortedMap<String, String> texts(String suffix) throws IOException {
    SortedMap<String, String> texts = new TreeMap<>();
    for (Entry entry : entries) {
      try (Stream<Path> files = Files.walk(entry.root())) {
        for (Path file : files.filter(f -> f.toString().endsWith(suffix)).toList()) {
          String name = entry.root().relativize(file).toString().replace('\\', '/');
          texts.putIfAbsent(name, Files.readString(file, StandardCharsets.UTF_8));
        }
      }
    }
    return texts;
  }

  @Override
  public void close() throws IOException {
    for (FileSystem jar : jars) {
      jar.close();
    }
  }
}
