package com.example;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.Shape;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.nn.layer.Linear;
import org.gradsmith.tensor.Tensor;

/** Tells from a point's coordinates in which of two rings it lies. */
public final class RingNet extends UnaryModule {
  private final Linear hidden = new Linear(2, 32);
  private final Linear output = new Linear(32, 2);

  @Differentiable
  @Override
  public Tensor forward(@Shape("N, 2") Tensor x) {
    return output.call(hidden.call(x).relu());
  }
}
