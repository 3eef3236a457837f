/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.inspect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The annotated methods of a class and what was generated from them.
 *
 * @param className binary name of the class
 * @param methods the annotated methods as they stand in the source
 * @param java the generated class
 * @param kernels the generated CUDA
 * @param pieces Java and CUDA of what else was generated, a pair for each class
 * @param reports what the processor tells of each method
 */
public record Inspection(
    String className,
    Listing methods,
    Listing java,
    Listing kernels,
    List<Listing> pieces,
    List<CompiledMethod> reports) {
  private static final String KERNELS = ".cu";
  private static final String METADATA = "@Generated(";
  private static final String METADATA_END = ")";

  /**
   * A text and where it stands.
   *
   * @param title what it is
   * @param file its name, without folders
   * @param place its file, or the sentence that says why there is none
   * @param lines its lines; empty where there is none
   */
  public record Listing(String title, String file, String place, List<String> lines) {}

  /**
   * Looks a class up on a class path.
   *
   * @throws InspectionException if it is not there, or nothing was generated for it
   */
  public static Inspection of(ClassPath path, String name) throws IOException {
    CompiledClass named =
        CompiledClass.find(path, name)
            .orElseThrow(() ->
                new InspectionException(
                    "no class "
                        + name
                        + " on the class path; give its full name, and its"
                        + " folder or jar with --classpath"));
    CompiledClass subject = named.withCompanion(path).orElseThrow(() -> nothingGenerated(named));
    CompiledClass companion = subject.companion(path).orElseThrow();
    SourceFolders folders = SourceFolders.of(subject.entry().location());
    return new Inspection(
        subject.name(),
        methods(subject, folders),
        java(companion, folders),
        kernels(companion, folders),
        pieces(subject, companion, path, folders),
        subject.reports());
  }

  /** Other classes of the same method, which have kernels, and the classes of other methods. */
  private static List<Listing> pieces(
      CompiledClass subject, CompiledClass companion, ClassPath path, SourceFolders folders)
      throws IOException {
    Set<String> names = new TreeSet<>();
    for (String extension : List.of(KERNELS, ".report")) {
      for (String file : subject.generated(extension)) {
        names.add(file.substring(0, file.length() - extension.length()));
      }
    }
    List<Listing> pieces = new ArrayList<>();
    for (String name : names) {
      Optional<CompiledClass> piece = subject.sibling(path, name);
      if (piece.isPresent() && !piece.get().name().equals(companion.name())) {
        pieces.add(java(piece.get(), folders));
        pieces.add(kernels(piece.get(), folders));
      }
    }
    return pieces;
  }

  private static InspectionException nothingGenerated(CompiledClass subject) {
    return new InspectionException(
        subject.isAnnotated()
            ? subject.name()
                + " has a @Differentiable method, but no generated class lies beside it: the"
                + " processor did not run when it was compiled (javac needs gradsmith-processor on"
                + " its processor path)"
            : subject.name() + " has no @Differentiable method, so nothing was generated for it");
  }

  private static Listing methods(CompiledClass subject, SourceFolders folders) throws IOException {
    String title = "forward";
    String name = withoutFolders(subject.sourceFile());
    Optional<Path> file = folders.find(subject.sourceFile());
    if (file.isEmpty()) {
      return new Listing(title, name, notFound(subject.sourceFile(), subject), List.of());
    }
    String source = Files.readString(file.get(), StandardCharsets.UTF_8);
    List<String> all = source.lines().toList();
    String simple = subject.name().substring(subject.name().lastIndexOf('.') + 1);
    List<AnnotatedMethods.Lines> places = AnnotatedMethods.in(source, simple);
    List<String> lines = new ArrayList<>();
    for (AnnotatedMethods.Lines place : places) {
      if (!lines.isEmpty()) {
        lines.add("");
      }
      for (int i = place.first(); i <= Math.min(place.last(), all.size()); i++) {
        lines.add(String.format(Locale.ROOT, "%4d %s", i, all.get(i - 1)));
      }
    }
    return places.isEmpty()
        ? new Listing(
            title, name, shown(file.get()) + " (the method was not found in it)", List.of())
        : new Listing(title, name, shown(file.get()) + ":" + places.getFirst().first(), lines);
  }

  private static Listing java(CompiledClass companion, SourceFolders folders) throws IOException {
    String title = "generated Java";
    String name = withoutFolders(companion.resource(".java"));
    Optional<Path> file = folders.find(companion.sourceFile());
    if (file.isEmpty()) {
      return new Listing(title, name, notFound(companion.sourceFile(), companion), List.of());
    }
    return new Listing(
        title, name, shown(file.get()), withoutMetadata(Files.readAllLines(file.get())));
  }

  /** The annotation with the method's intermediate representation is for the compiler. */
  private static List<String> withoutMetadata(List<String> source) {
    int start = source.indexOf(METADATA);
    int end = source.indexOf(METADATA_END);
    if (start < 0 || end < start) {
      return source;
    }
    List<String> lines = new ArrayList<>(source.subList(0, start));
    lines.add(METADATA + "..." + METADATA_END);
    lines.addAll(source.subList(end + 1, source.size()));
    return lines;
  }

  private static Listing kernels(CompiledClass companion, SourceFolders folders)
      throws IOException {
    String title = "generated CUDA";
    Optional<String> text = companion.readResource(KERNELS);
    if (text.isEmpty()) {
      return new Listing(
          title,
          withoutFolders(companion.resource(KERNELS)),
          "none: nothing in this method fuses",
          List.of());
    }
    String name = companion.resource(KERNELS);
    String place =
        folders
            .find(name)
            .map(Inspection::shown)
            .orElseGet(() -> name + " in " + shown(companion.entry().location()));
    return new Listing(title, withoutFolders(name), place, text.get().lines().toList());
  }

  private static String withoutFolders(String file) {
    return file.substring(file.lastIndexOf('/') + 1);
  }

  private static String notFound(String source, CompiledClass subject) {
    return String.format(
        Locale.ROOT, "%s was not found beside %s", source, shown(subject.entry().location()));
  }

  /** Relative to the current directory where it lies inside. */
  private static String shown(Path file) {
    Path here = Path.of("").toAbsolutePath();
    Path absolute = file.toAbsolutePath().normalize();
    return (absolute.startsWith(here) ? here.relativize(absolute) : absolute).toString();
  }

  /** Names and places, a line each. */
  public List<String> places() {
    return List.of(line(methods), line(java), line(kernels));
  }

  private static String line(Listing listing) {
    return String.format(Locale.ROOT, "%-15s %s", listing.title() + ":", listing.place());
  }

  /**
   * Everything that is known: source and generated code, then the reports and what CUDA's tools
   * tell. The methods and the CUDA in the left column beside the Java where the page is wide enough
   * for that, else one after the other.
   */
  public List<String> page(int width, int wide) throws IOException {
    List<String> page = texts(width, wide);
    List<String> told = new ArrayList<>();
    for (CompiledMethod report : reports) {
      told.add("");
      told.addAll(ReportText.of(report));
    }
    for (Listing listing : pieces) {
      told.add("");
      told.add(line(listing));
      told.addAll(headed(listing));
    }
    List<Listing> all = new ArrayList<>(List.of(kernels));
    all.addAll(pieces);
    for (Listing listing : all) {
      if (listing.file().endsWith(KERNELS) && !listing.lines().isEmpty()) {
        told.add("");
        told.addAll(ReportText.statistics(listing));
      }
    }
    page.addAll(Columns.wrap(told, width));
    return page;
  }

  private List<String> texts(int width, int wide) {
    List<String> page = new ArrayList<>();
    page.add(className);
    page.addAll(places());
    page.add("");
    if (width < wide) {
      for (Listing listing : List.of(methods, java, kernels)) {
        page.addAll(headed(listing));
        page.add("");
      }
      return page;
    }
    List<String> left = new ArrayList<>(headed(methods));
    left.add("");
    left.addAll(headed(kernels));
    page.addAll(Columns.sideBySide(left, headed(java), width));
    return page;
  }

  private static List<String> headed(Listing listing) {
    List<String> lines = new ArrayList<>();
    lines.add("--- " + listing.title() + " ---");
    lines.addAll(listing.lines().isEmpty() ? List.of(listing.place()) : listing.lines());
    return lines;
  }
}
