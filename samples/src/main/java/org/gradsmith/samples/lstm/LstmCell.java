/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.lstm;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.Shape;
import org.gradsmith.nn.BinaryModule;
import org.gradsmith.nn.layer.Linear;
import org.gradsmith.tensor.Tensor;

/**
 * One step of an LSTM, in the form of PyTorch's {@code nn.LSTMCell} with one bias: with gates i, f,
 * g, o of x·Wᵀ + b + h·Uᵀ,
 *
 * <pre>
 *   c ← σ(f)·c + σ(i)·tanh(g)
 *   h ← σ(o)·tanh(c)
 * </pre>
 *
 * <p>Hochreiter, Schmidhuber: Long Short-Term Memory, 1997; the forget gate is by Gers,
 * Schmidhuber, Cummins: Learning to Forget, 2000.
 */
public final class LstmCell extends BinaryModule<Tensor, LstmState, LstmState> {
  private final Linear input;
  private final Linear recurrent;

  /** Reads so many features per step, remembers so many numbers. */
  public LstmCell(int features, int size) {
    input = new Linear(features, 4 * size);
    recurrent = new Linear(size, 4 * size, false);
  }

  /** The state after one step of the sequences: x is (N, features). */
  @Differentiable
  @Override
  public LstmState forward(@Shape("N, features") Tensor x, LstmState state) {
    Tensor gates = input.call(x).add(recurrent.call(state.hidden()));
    long size = gates.size(1) / 4;
    Tensor in = gates.narrow(1, 0, size).sigmoid();
    Tensor forget = gates.narrow(1, size, size).sigmoid();
    Tensor candidate = gates.narrow(1, 2 * size, size).tanh();
    Tensor out = gates.narrow(1, 3 * size, size).sigmoid();
    Tensor cell = forget.mul(state.cell()).add(in.mul(candidate));
    return new LstmState(out.mul(cell.tanh()), cell);
  }
}
