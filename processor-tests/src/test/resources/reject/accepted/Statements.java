package u;

import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;

/** The loop in a module without the annotation; declarations, blocks and assignments beside it. */
public final class Statements extends UnaryModule {
  private final Repeated repeated = new Repeated();

  @Differentiable
  @Override
  public Tensor forward(Tensor x) {
    Tensor h = x;
    {
      final Tensor inner = h.relu();
      h = inner;
    }
    ;
    Tensor y;
    y = repeated.call(h); // instead of AD101
    y.relu();
    Tensor _ = y.relu();
    return y;
  }

  static final class Repeated extends UnaryModule {
    @Override
    public Tensor forward(Tensor x) {
      Tensor h = x;
      for (int i = 0; i < 3; i++) {
        h = h.relu();
      }
      return h;
    }
  }
}
