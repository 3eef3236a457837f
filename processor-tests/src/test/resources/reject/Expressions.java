package u;

import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;

/** Expressions outside the subset. */
public final class Expressions extends UnaryModule {
  @NonDifferentiable private final Linear frozen = new Linear(2, 2);

  @Differentiable
  @Override
  public Tensor forward(Tensor x) {
    Runnable r = () -> { System.gc(); };
//               ^^^^^^^^^^^^^^^^^^^^^^ AD102
    Object o = new Object() {};
//             ^^^^^^^^^^^^^^^ AD102
    Tensor y = frozen.call(x);
//             ^^^^^^ AD102 Freeze them
    return y.relu();
  }
}
