/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.Arrays;
import java.util.List;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** As the processor would write it for a body that returns its argument. */
public final class CompiledNodeTest$Identity__AD extends HandWritten<CompiledNodeTest.Identity> {
  @Override
  public CompiledCall begin(CompiledNodeTest.Identity self, Tensor x) {
    return new CompiledCall() {
      @Override
      public List<@Nullable Tensor> operands() {
        return Arrays.asList(x);
      }

      @Override
      public List<String> operandNames() {
        return List.of("x");
      }

      @Override
      public Tensor evaluate() {
        return x;
      }

      @Override
      public Tensor record(Needs needs) {
        return x;
      }

      @Override
      public void backward(Tensor yBar, Needs needs, Adjoints bars) {
        bars.add(0, yBar);
      }
    };
  }
}
