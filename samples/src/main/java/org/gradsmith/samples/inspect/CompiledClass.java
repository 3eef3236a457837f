/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.inspect;

import java.io.IOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A class on a class path, read without loading it.
 *
 * @param name binary name, {@code com.example.Outer$Net}
 * @param entry where it was found
 * @param model its class file
 */
record CompiledClass(String name, ClassPath.Entry entry, ClassModel model) {
  /** A straight-line forward has a class of the first name, one with control flow of the second. */
  private static final List<String> COMPANIONS = List.of("__AD", "__forward");

  private static final String REPORT = ".report";
  private static final String CLASS = ".class";
  private static final String DIFFERENTIABLE = "Lorg/gradsmith/annotation/Differentiable;";

  /**
   * Finds a class by its binary name, by its name in source ({@code com.example.Outer.Net}), or by
   * its simple name where that is unique among classes that have a companion.
   */
  static Optional<CompiledClass> find(ClassPath path, String name) throws IOException {
    for (String binary = name; ; ) {
      Optional<CompiledClass> found = read(path, binary);
      if (found.isPresent()) {
        return found;
      }
      int dot = binary.lastIndexOf('.');
      if (dot < 0) {
        break;
      }
      binary = binary.substring(0, dot) + '$' + binary.substring(dot + 1);
    }
    List<String> owners = new ArrayList<>();
    for (String suffix : COMPANIONS) {
      path.named(name + suffix + CLASS)
          .forEach(file -> owners.add(file.replace(suffix + CLASS, "").replace('/', '.')));
    }
    return owners.size() == 1 ? read(path, owners.getFirst()) : Optional.empty();
  }

  private static Optional<CompiledClass> read(ClassPath path, String binary) throws IOException {
    String file = binary.replace('.', '/') + CLASS;
    Optional<ClassPath.Entry> entry = path.find(file);
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    byte[] bytes = Files.readAllBytes(entry.get().root().resolve(file));
    return Optional.of(new CompiledClass(binary, entry.get(), ClassFile.of().parse(bytes)));
  }

  /** The nearest class, from this one up, that the processor wrote a companion for. */
  Optional<CompiledClass> withCompanion(ClassPath path) throws IOException {
    CompiledClass candidate = this;
    while (candidate.companion(path).isEmpty()) {
      var parent = candidate.model.superclass();
      Optional<CompiledClass> next =
          parent.isEmpty()
              ? Optional.empty()
              : read(path, parent.get().asInternalName().replace('/', '.'));
      if (next.isEmpty()) {
        return Optional.empty();
      }
      candidate = next.get();
    }
    return Optional.of(candidate);
  }

  /** The generated class beside this one. */
  Optional<CompiledClass> companion(ClassPath path) throws IOException {
    for (String suffix : COMPANIONS) {
      Optional<CompiledClass> companion = read(path, name + suffix);
      if (companion.isPresent()) {
        return companion;
      }
    }
    for (String file : generated(REPORT)) {
      Optional<CompiledClass> companion =
          sibling(path, file.substring(0, file.length() - REPORT.length()));
      if (companion.isPresent()) {
        return companion;
      }
    }
    return Optional.empty();
  }

  /** The reports of the processor on methods of this class, by the name of their classes. */
  List<CompiledMethod> reports() throws IOException {
    List<CompiledMethod> reports = new ArrayList<>();
    for (String file : generated(REPORT)) {
      Path path = entry.root().resolve(packageFolder() + file);
      reports.add(ReportReader.read(Files.readString(path, StandardCharsets.UTF_8), file));
    }
    return reports;
  }

  /** Names of files beside this class that were generated for it and end so, in their order. */
  List<String> generated(String extension) throws IOException {
    try (Stream<Path> files = Files.list(entry.root().resolve(packageFolder()))) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(file -> file.startsWith(simpleBinaryName() + "__") && file.endsWith(extension))
          .sorted()
          .toList();
    }
  }

  /** A class of the same package and the same entry, by its simple binary name. */
  Optional<CompiledClass> sibling(ClassPath path, String simpleName) throws IOException {
    return read(path, name.substring(0, name.lastIndexOf('.') + 1) + simpleName);
  }

  /** Whether a method of this class is annotated with {@code @Differentiable}. */
  boolean isAnnotated() {
    return model.methods().stream()
        .flatMap(m -> m.findAttribute(Attributes.runtimeVisibleAnnotations()).stream())
        .flatMap(a -> a.annotations().stream())
        .map(Annotation::className)
        .anyMatch(n -> n.equalsString(DIFFERENTIABLE));
  }

  /** The source file's name with its package, {@code com/example/Outer.java}. */
  String sourceFile() {
    String file =
        model
            .findAttribute(Attributes.sourceFile())
            .map(a -> a.sourceFile().stringValue())
            .orElseGet(() -> simpleBinaryName().replaceAll("\\$.*", "") + ".java");
    return packageFolder() + file;
  }

  /** A resource with this class's name, {@code com/example/Outer$Net__AD.cu}. */
  String resource(String extension) {
    return packageFolder() + simpleBinaryName() + extension;
  }

  /** A resource of the entry that this class came from, if it is there. */
  Optional<String> readResource(String extension) throws IOException {
    Path file = entry.root().resolve(resource(extension));
    return Files.isRegularFile(file)
        ? Optional.of(Files.readString(file, StandardCharsets.UTF_8))
        : Optional.empty();
  }

  private String packageFolder() {
    return name.substring(0, name.lastIndexOf('.') + 1).replace('.', '/');
  }

  private String simpleBinaryName() {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
