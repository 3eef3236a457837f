/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.List;
import org.gradsmith.tensor.Tensor;

/** What the verify mode sets back between its two runs; modules implement it. */
@FunctionalInterface
public interface Snapshots {
  /** Tensors that a call may write: the buffers of a module and of its children. */
  List<Tensor> writtenByCalls();
}
