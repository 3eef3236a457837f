/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.random.Generator;

/** What a call may change, as it was: the buffers of a module and the state of the generator. */
final class StateSnapshot {
  private record Copy(Tensor tensor, Tensor values, long version) {}

  private final List<Copy> copies = new ArrayList<>();
  private final Generator.State generator = Generator.standard().state();
  private final Generator.State random = Generator.standard().state();

  private StateSnapshot() {}

  static StateSnapshot of(Object module) {
    StateSnapshot snapshot = new StateSnapshot();
    if (module instanceof Snapshots state) {
      for (Tensor tensor : state.writtenByCalls()) {
        snapshot.copies.add(
            new Copy(tensor, tensor.detach().copy(), tensor.versionCounter().value()));
      }
    }
    return snapshot;
  }

  /** Sets everything back that was written since. */
  void restore() {
    Generator.standard().restore(generator);
    Generator.standard().restore(random);
    try (var _ = Autograd.noGrad()) {
      for (Copy copy : copies) {
        if (copy.tensor.versionCounter().value() != copy.version) {
          copy.tensor.copyFrom(copy.values);
        }
      }
    }
  }
}
