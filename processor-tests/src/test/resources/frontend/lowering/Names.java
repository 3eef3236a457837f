package u;

import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;
import org.jspecify.annotations.Nullable;

/** Names: the user's own, counted from the second assignment on; else member and op. */
public final class Names extends UnaryModule {
  private final Linear fc1 = new Linear(4, 4);
  private final Linear self = new Linear(4, 4);

  @Differentiable
  @Override
  public Tensor forward(Tensor x) {
    Tensor h = x.relu();
    h = h.relu().relu();
    Tensor h2 = fc1.call(h);
    {
      Tensor relu = h2.mul(2).relu();
      h2 = relu;
    }
    x = self.call(fc1.call(h2));
    h = x;
    h = h.relu();
    Tensor _ = h.neg();
    return h.maxPool2d(2).add(h.maxPool2d(2));
  }
}
