/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.gradsmith.tensor.Tensor;

/** Looks for a field that is not there any more. */
public final class Failing__AD extends HandWritten<Failing> {
  private static final VarHandle WEIGHT =
      PrivateFields.find(MethodHandles.lookup(), Failing.class, "weight", Tensor.class);

  @Override
  public CompiledCall begin(Failing self, Tensor x) {
    throw new AssertionError("never loaded, so never asked for " + WEIGHT);
  }
}
