package u;

import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;

/** The last pooled image is 5 by 5 in 16 channels: 400 features, as fc1 takes. */
public final class Shapes extends UnaryModule {
  private final Conv2d conv1 = new Conv2d(1, 6, 3, 1, 1);
  private final Conv2d conv2 = new Conv2d(6, 16, 5);
  private final Linear fc1 = new Linear(400, 120);

  @Differentiable
  @Override
  public Tensor forward(@Shape("N, 1, 28, 28") Tensor x) {
    Tensor h = conv1.call(x).maxPool2d(2);
    h = conv2.call(h).maxPool2d(2);
    h = h.view(x.size(0), -1);
    return fc1.call(h); // instead of AD201
  }
}
