package u;

import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;

/** A number in a field instead of a parameter. */
public final class Parameters extends UnaryModule {
  private final int times;

  public Parameters(int times) {
    this.times = times;
  }

  @Differentiable
  @Override
  public Tensor forward(Tensor x) {
    return x.view(times, -1); // instead of AD105
  }
}
