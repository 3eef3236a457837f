/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import static org.gradsmith.tensor.Primitives.add;

import java.util.Arrays;
import java.util.List;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** As the processor would write it for {@link Pair} in the form that calls modules. */
public final class Pair__AD extends HandWritten<Pair> {
  @Override
  public boolean inlined(Pair self) {
    return false;
  }

  @Override
  public CompiledCall begin(Pair self, Tensor x) {
    throw new AssertionError("not inlined");
  }

  @Override
  public CompiledCall beginThroughModules(Pair self, Tensor x) {
    return new ThroughModules(self, x);
  }

  static final class ThroughModules extends CompiledCall {
    private static final int X = 0;
    private static final int SHIFT = 1;

    private final Pair self;
    private final Tensor x;
    private final Tensor shift;
    private @Nullable NestedCall first;
    private @Nullable NestedCall second;

    ThroughModules(Pair self, Tensor x) {
      this.self = self;
      this.x = x;
      this.shift = self.shift;
    }

    @Override
    public List<@Nullable Tensor> operands() {
      return Arrays.asList(x, shift);
    }

    @Override
    public List<String> operandNames() {
      return List.of("x", "shift");
    }

    @Override
    public boolean callsModules() {
      return true;
    }

    @Override
    public Tensor evaluate() {
      return add(self.second.call(self.first.call(x)), shift);
    }

    @Override
    public Tensor record(Needs needs) {
      first = call(self.first::call, x, needs.any(X));
      Tensor h = first.result();
      second = call(self.second::call, h, first.needsGradient());
      return add(second.result(), shift);
    }

    @Override
    public void backward(Tensor yBar, Needs needs, Adjoints bars) {
      if (needs.any(SHIFT)) {
        bars.add(SHIFT, yBar);
      }
      if (first == null || second == null) {
        throw new AssertionError("not recorded");
      }
      bars.add(X, first.backward(second.backward(yBar)));
    }
  }
}
