package u;

import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;

/** Elements are compared by ops; this one only uses both tensors. */
public final class Comparisons extends UnaryModule {
  @Differentiable
  @Override
  public Tensor forward(Tensor x) {
    Tensor y = x.relu();
    return x.sub(y); // instead of AD103
  }
}
