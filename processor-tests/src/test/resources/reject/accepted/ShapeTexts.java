package u;

import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;

/** A shape that is a list of sizes. */
public final class ShapeTexts extends UnaryModule {
  @Differentiable
  @Override
  public Tensor forward(@Shape("N, C") Tensor x) { // instead of AD202
    return x.relu();
  }
}
