package u;

import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;

/** Ops of the table, by methods of the user's own. */
public final class Ops extends UnaryModule {
  @Op("relu")
  static Tensor positive(Tensor x) {
    return x.relu();
  }

  @Op("transpose")
  static Tensor swapped(Tensor x, int first, int second) {
    return x.transpose(first, second);
  }

  @Differentiable
  @Override
  public Tensor forward(Tensor x) {
    return swapped(positive(x), 0, 1); // instead of AD204
  }
}
