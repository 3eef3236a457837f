package u;

import java.util.*;
import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;

/** Parameters whose numbers would have no derivative. */
public final class Parameters extends UnaryModule {
  @Override
  public Tensor forward(Tensor x) {
    return forward(x, List.of(2.0), 2.0);
  }

  @Differentiable
  Tensor forward(Tensor x, List<Double> weights, Double... others) {
//                         ^^^^^^^^^^^^^^^^^^^^ AD105
//                                               ^^^^^^^^^^^^^^^^ AD105
    return x.mul(weights.size());
  }
}
