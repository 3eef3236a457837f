/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.lstm;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.Shape;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.nn.layer.Linear;
import org.gradsmith.tensor.Tensor;

/**
 * Reads sequences of different lengths, and gives a number for each: (T, N, 3) to (N). The features
 * of a step are those of {@link AddingProblem}; the last one says whether the sequence goes on. The
 * state of a sequence that is over stays as it is, and the loop ends with the longest one.
 */
public final class AddingLstm extends UnaryModule {
  private static final int GOES_ON = 2;

  private final int size;
  private final LstmCell cell;
  private final Linear head;

  /** With so many numbers to remember. */
  public AddingLstm(int size) {
    this.size = size;
    this.cell = new LstmCell(AddingProblem.FEATURES, size);
    this.head = new Linear(size, 1);
  }

  @Differentiable
  @Override
  public Tensor forward(@Shape("T, N, 3") Tensor x) {
    Tensor zeros = Tensor.zeros(x.dtype(), x.size(1), size);
    LstmState state = new LstmState(zeros, zeros);
    for (int t = 0; t < x.size(0); t++) {
      Tensor step = x.select(0, t);
      Tensor goesOn = step.narrow(1, GOES_ON, 1).gt(0);
      if (goesOn.any().item() == 0) {
        break;
      }
      LstmState next = cell.call(step, state);
      state =
          new LstmState(
              Tensor.where(goesOn, next.hidden(), state.hidden()),
              Tensor.where(goesOn, next.cell(), state.cell()));
    }
    return head.call(state.hidden()).squeeze(-1);
  }
}
