/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import java.util.List;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import org.gradsmith.ir.Method;

/**
 * A method that was read without problems.
 *
 * @param method the method; calls of modules are still calls, and carry their callee where it is
 *     known
 * @param element the method in the running compilation
 * @param owner the class that declares it
 * @param companion binary name of the class to generate, a top-level class of the owner's package
 * @param self what is known of the receiver
 * @param constructors what the owner's constructors do, as lines for the metadata
 * @param places where the method's spans lie, for problems of later phases
 */
public record Lowered(
    Method method,
    ExecutableElement element,
    TypeElement owner,
    String companion,
    ObjectFacts self,
    List<String> constructors,
    Places places) {
  public Lowered {
    constructors = List.copyOf(constructors);
  }
}
