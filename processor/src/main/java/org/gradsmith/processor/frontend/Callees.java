/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.processor.frontend;

import java.util.Optional;
import org.gradsmith.ir.Method;

/** Finds the bodies of differentiable methods that a body calls. */
@FunctionalInterface
interface Callees {
  /**
   * The {@code forward} that a class declares, if its body is known.
   *
   * @param className binary name of the class
   * @throws Deferred if it is not known yet
   */
  Optional<Method> forward(String className);
}
