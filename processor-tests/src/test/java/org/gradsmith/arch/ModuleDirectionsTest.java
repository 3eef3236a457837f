/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Objects.requireNonNull;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The directions in which modules and packages may see each other. */
final class ModuleDirectionsTest {
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .importPaths(Checkout.MODULES.stream().map(Checkout.here()::classes).toList());
  private static final Map<String, JavaClasses> CLASSES =
      Checkout.MODULES.stream()
          .collect(
              Collectors.toMap(
                  Function.identity(),
                  module -> new ClassFileImporter().importPath(Checkout.here().classes(module))));

  /**
   * What a module may see besides itself: other modules, and packages from outside with all below
   * them.
   */
  record Module(String name, List<String> modules, List<String> packages) {
    @Override
    public String toString() {
      return name;
    }
  }

  static final List<Module> MODULES =
      List.of(
          new Module("annotations", List.of(), List.of("java", "org.jspecify")),
          new Module("kernel-gen", List.of(), List.of("java", "org.jspecify")),
          new Module(
              "processor",
              List.of("annotations", "kernel-gen"),
              List.of(
                  "java",
                  "javax.annotation.processing",
                  "javax.lang.model",
                  "javax.tools",
                  "com.sun.source",
                  "com.palantir.javapoet",
                  "com.google.auto.service",
                  "org.jspecify")),
          new Module(
              "runtime",
              List.of("annotations", "kernel-gen"),
              List.of("java", "jdk.incubator.vector", "jcuda", "org.bytedeco", "org.jspecify")),
          new Module(
              "nn",
              List.of("annotations", "kernel-gen", "runtime"),
              List.of("java", "org.jspecify")),
          new Module(
              "samples",
              List.of("annotations", "kernel-gen", "runtime", "nn"),
              List.of(
                  "java",
                  "javax.tools",
                  "javax.lang.model",
                  "com.sun.source",
                  "com.google.gson",
                  "picocli",
                  "me.tongfei.progressbar",
                  "org.jspecify")));

  @ParameterizedTest
  @FieldSource("MODULES")
  void seesOnlyWhatThePictureAllows(Module module) {
    Set<String> allowed =
        Stream.concat(Stream.of(module.name()), module.modules().stream())
            .flatMap(name -> packages(classesOf(name)).stream())
            .collect(Collectors.toSet());
    classes()
        .should()
        .onlyDependOnClassesThat(
            DescribedPredicate.<JavaClass>describe(
                "it may see",
                target -> isAllowed(target.getBaseComponentType(), allowed, module.packages())))
        .as(
            "module %s sees only itself, the modules %s and the packages %s"
                .formatted(module.name(), module.modules(), module.packages()))
        .check(classesOf(module.name()));
  }

  private static boolean isAllowed(JavaClass target, Set<String> own, List<String> outside) {
    String name = target.getPackageName();
    return target.isPrimitive()
        || own.contains(name)
        || outside.stream()
            .anyMatch(prefix -> name.equals(prefix) || name.startsWith(prefix + "."));
  }

  @Test
  void noPackageLivesInTwoModules() {
    var homes = new TreeMap<String, Set<String>>();
    for (String module : Checkout.MODULES) {
      for (String name : packages(classesOf(module))) {
        homes.computeIfAbsent(name, _ -> new TreeSet<>()).add(module);
      }
    }
    homes.values().removeIf(modules -> modules.size() == 1);
    Assertions.assertTrue(homes.isEmpty(), () -> "packages in several modules: " + homes);
  }

  @Test
  void nobodyUsesJavacsInternals() {
    noClasses().should().dependOnClassesThat().resideInAnyPackage("com.sun.tools..").check(ALL);
  }

  /** The runtime's packages are left out: tensors and the tape know each other by nature. */
  @ParameterizedTest
  @ValueSource(strings = {"annotations", "kernel-gen", "processor", "nn", "samples"})
  void packagesOfAModuleFormNoCycle(String module) {
    slices().matching("org.gradsmith.(**)").should().beFreeOfCycles().check(classesOf(module));
  }

  @Test
  void nativeLibrariesStayInTheBackEnds() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.gradsmith.backend..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.bytedeco..", "jcuda..", "jdk.incubator..")
        .check(ALL);
  }

  @Test
  void onlyTheJavaWriterUsesJavaPoet() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "org.gradsmith.processor.javagen..", "org.gradsmith.processor.sweepgen..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.palantir.javapoet..")
        .check(ALL);
  }

  /** Behind the front end a program is IR; the samples show a method's source beside it. */
  @Test
  void onlyTheFrontEndSeesTrees() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "org.gradsmith.processor",
            "org.gradsmith.processor.frontend..",
            "org.gradsmith.processor.lowering..",
            "org.gradsmith.processor.problem..",
            "org.gradsmith.samples.inspect..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.sun.source..")
        .check(ALL);
  }

  private static JavaClasses classesOf(String module) {
    return requireNonNull(CLASSES.get(module));
  }

  private static Set<String> packages(JavaClasses classes) {
    return classes.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
  }
}
