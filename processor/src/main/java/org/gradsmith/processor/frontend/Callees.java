/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import org.gradsmith.ir.Method;

/** Finds the bodies of differentiable methods that a body calls. */
interface Callees {
  /**
   * The {@code forward} that a class declares, if its body is known.
   *
   * @param className binary name of the class
   * @throws Deferred if it is not known yet
   */
  Optional<Method> forward(String className);

  /**
   * A function of tensors, if its body is known and a straight line.
   *
   * @param method a method that is a function, in the shadow compilation
   * @throws Deferred if it is not known yet
   */
  Optional<Method> function(ExecutableElement method);
}
