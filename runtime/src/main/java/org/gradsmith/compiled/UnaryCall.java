/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import org.gradsmith.tensor.Tensor;

/**
 * A module that maps a tensor to a tensor, as generated code calls it: by its type alone, since a
 * lambda at each call costs javac more than all else on the line.
 */
public interface UnaryCall {
  /** Runs the hooks and the computation. */
  Tensor call(Tensor x);

  /** Whether hooks run around the computation. */
  boolean hasHooks();
}
