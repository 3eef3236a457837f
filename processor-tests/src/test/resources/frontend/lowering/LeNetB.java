package u;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.Shape;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.nn.layer.Conv2d;
import org.gradsmith.nn.layer.Linear;
import org.gradsmith.tensor.Tensor;

public final class LeNetB extends UnaryModule {
  private final Conv2d conv1 = new Conv2d(1, 6, 5);
  private final Conv2d conv2 = new Conv2d(6, 16, 5);
  private final Linear fc1 = new Linear(16 * 4 * 4, 120), fc2 = new Linear(120, 84), fc3 = new Linear(84, 10);

  @Differentiable
  @Override
  public Tensor forward(@Shape("N, 1, 28, 28") Tensor x) {
    Tensor h = conv1.call(x).relu().maxPool2d(2);
    h = conv2.call(h).relu().maxPool2d(2);
    h = h.view(-1, 16 * 4 * 4);
    return fc3.call(fc2.call(fc1.call(h).relu()).relu());
  }
}
