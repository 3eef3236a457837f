package u;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.Shape;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.nn.layer.Conv2d;
import org.gradsmith.nn.layer.Linear;
import org.gradsmith.nn.layer.MaxPool2d;
import org.gradsmith.tensor.Tensor;

public final class LeNetA extends UnaryModule {
  private final Conv2d conv1 = new Conv2d(1, 6, 3, 1, 1);
  private final MaxPool2d pool = new MaxPool2d(2);
  private final Conv2d conv2 = new Conv2d(6, 16, 5);
  private final Linear fc1 = new Linear(400, 120), fc2 = new Linear(120, 84), fc3 = new Linear(84, 10);

  @Differentiable
  @Override
  public Tensor forward(@Shape("N, 1, 28, 28") Tensor x) {
    x = pool.call(conv1.call(x));
    x = pool.call(conv2.call(x));
    x = x.view(x.size(0), -1);
    x = fc1.call(x);
    x = fc2.call(x);
    return fc3.call(x);
  }
}
