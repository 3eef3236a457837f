/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import com.sun.source.util.TreePath;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/**
 * An annotated method that is read as a method with control flow.
 *
 * @param candidate the method in the running compilation
 * @param source its source in the shadow compilation
 */
public record Structured(Candidate candidate, MethodSource source) {
  /** The class that declares it, in the running compilation. */
  public TypeElement owner() {
    return candidate.owner();
  }

  /** The class that declares it, in the shadow compilation. */
  TypeElement shadowOwner() {
    return Api.owner(source.element(source.tree()));
  }

  /** Class and method as users name them. */
  public String displayName() {
    return candidate.displayName();
  }

  /** The source of another method of the same top-level class, which has no annotation. */
  public MethodSource helper(ExecutableElement helper) {
    TreePath path = source.shadow().trees().getPath(helper);
    return new MethodSource(source.shadow(), path, candidate.method());
  }

  /** The class in the running compilation that is the shadow of another one. */
  public static TypeElement live(TypeElement shadow, Elements elements) {
    return elements.getTypeElement(shadow.getQualifiedName());
  }
}
