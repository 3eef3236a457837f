/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.gradsmith.annotation.Op;
import org.gradsmith.tensor.Primitives;
import org.junit.jupiter.api.Test;

/** What annotated bodies may call is there for the code generated from them. */
class CompiledOpsTest {
  @Test
  void everyOpOfTheApiIsAPrimitive() {
    JavaClasses api = new ClassFileImporter().importPackages("org.gradsmith.tensor");
    Set<String> named = new TreeSet<>();
    for (var type : api) {
      for (JavaMethod method : type.getMethods()) {
        method
            .tryGetAnnotationOfType(Op.class.getName())
            .flatMap(annotation -> annotation.get("value"))
            .ifPresent(name -> named.add((String) name));
      }
    }
    assertFalse(named.isEmpty());
    Set<String> primitives =
        Arrays.stream(Primitives.class.getMethods())
            .map(java.lang.reflect.Method::getName)
            .collect(Collectors.toSet());
    named.removeAll(primitives);
    assertEquals(Set.of(), named, "ops that generated code could not call");
  }
}
