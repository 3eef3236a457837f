/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import static org.gradsmith.tensor.Primitives.exp;
import static org.gradsmith.tensor.Primitives.mul;

import java.util.Arrays;
import java.util.List;
import org.gradsmith.autograd.SavedTensor;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Keeps a tensor that nobody else can reach. */
public final class CompiledNodeTest$Owning__AD extends HandWritten<CompiledNodeTest.Owning> {
  @Override
  public CompiledCall begin(CompiledNodeTest.Owning self, Tensor x) {
    return new Inlined(self, x);
  }

  private static final class Inlined extends CompiledCall {
    private final CompiledNodeTest.Owning self;
    private final Tensor x;
    private @Nullable SavedTensor savedExp;

    Inlined(CompiledNodeTest.Owning self, Tensor x) {
      this.self = self;
      this.x = x;
    }

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
      return exp(x);
    }

    @Override
    public Tensor record(Needs needs) {
      Tensor exp = exp(x);
      self.kept = exp;
      savedExp = saveOwned(exp, "exp");
      if (self.fails) {
        throw new IllegalStateException("as asked");
      }
      return exp(x);
    }

    @Override
    public void backward(Tensor yBar, Needs needs, Adjoints bars) {
      if (savedExp == null) {
        throw new AssertionError("not recorded");
      }
      bars.add(0, mul(yBar, savedExp.unpack()));
    }
  }
}
