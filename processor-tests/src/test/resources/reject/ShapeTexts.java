package u;

import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;

/** A shape that is no list of sizes. */
public final class ShapeTexts extends UnaryModule {
  @Differentiable
  @Override
  public Tensor forward(@Shape("N, 2 * C") Tensor x) {
//                      ^^^^^^^^^^^^^^^^^^ AD202
    return x.relu();
  }
}
