/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.lenet;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.Shape;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.nn.layer.Conv2d;
import org.gradsmith.nn.layer.Linear;
import org.gradsmith.tensor.Tensor;

/** The article's LeNet without activations: what is not linear in it is the pooling. */
public final class LeNetA extends UnaryModule {
  private final Conv2d conv1 = new Conv2d(1, 6, 3, 1, 1);
  private final Conv2d conv2 = new Conv2d(6, 16, 5);
  private final Linear fc1 = new Linear(400, 120);
  private final Linear fc2 = new Linear(120, 84);
  private final Linear fc3 = new Linear(84, 10);

  @Differentiable
  @Override
  public Tensor forward(@Shape("N, 1, 28, 28") Tensor x) {
    x = conv1.call(x).maxPool2d(2);
    x = conv2.call(x).maxPool2d(2);
    x = x.view(x.size(0), -1);
    return fc3.call(fc2.call(fc1.call(x)));
  }
}
