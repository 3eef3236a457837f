package u;

import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;

/** Parameters that are not tensors. */
public final class Parameters extends UnaryModule {
  @Override
  public Tensor forward(Tensor x) {
    return forward(x, 2, true);
  }

  @Differentiable
  Tensor forward(Tensor x, int times, boolean... flags) {
//                         ^^^^^^^^^ AD105
//                                    ^^^^^^^^^^^^^^^^ AD105
    return x.mul(times);
  }
}
