package u;

import java.util.List;
import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;

/** The same results without effects. */
public final class Effects extends UnaryModule {
  @Differentiable
  @Override
  public Tensor forward(Tensor x) {
    Tensor h = x.relu();
    int n = 1;
    n = n + 1;
    h = h.add(x); // instead of AD107
    return h.mul(n); // instead of AD106
  }

  @Differentiable
  static Tensor written(Tensor x) {
    Tensor h = x.relu();
    for (Tensor t : List.of(h, x.mul(2))) {
      t.addInPlace(x);
    }
    return h;
  }
}
