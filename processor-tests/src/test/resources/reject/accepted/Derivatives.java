package u;

import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;

/** Operations written out, modules called, fields read. */
public final class Derivatives extends UnaryModule {
  private final Linear fc = new Linear(2, 2);
  private final Tensor noise = Tensor.zeros(2);
  private final UnaryModule swish = new Swish();

  @Differentiable
  @Override
  public Tensor forward(Tensor x) {
    Tensor a = swish.call(x.relu()); // instead of AD301
    Tensor b = fc.forward(swish.call(x)).relu();
    return a.add(b).add(noise); // instead of AD302
  }

  static final class Swish extends UnaryModule {
    @Override
    public Tensor forward(Tensor x) {
      return x.mul(x.relu());
    }
  }
}
