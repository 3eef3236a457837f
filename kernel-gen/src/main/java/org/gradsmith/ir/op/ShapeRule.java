/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir.op;

import java.util.List;

/** The shapes of an op's results from those of its operands; throws {@link ShapeMismatch}. */
@FunctionalInterface
public interface ShapeRule {
  /** Returns the shape of every result. */
  <D> List<List<D>> infer(Dims<D> dims, ShapeCall<D> call);
}
