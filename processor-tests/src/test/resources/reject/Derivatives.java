package u;

import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;

/** Calls that no derivative is known for. */
public final class Derivatives extends UnaryModule {
  private final Linear fc = new Linear(2, 2);

  private static Tensor swish(Tensor x) {
    return x;
  }

  Tensor helper() {
    return null;
  }

  @NonDifferentiable("drawn at random")
  static Tensor noise(Tensor x) {
    return x;
  }

  @Differentiable
  @Override
  public Tensor forward(Tensor x) {
    Tensor a = swish(x.relu());
//             ^^^^^^^^^^^^^^^ AD301
    Tensor b = fc.call(swish(x)).relu();
//                     ^^^^^^^^ AD301
    Tensor c = x.relu()
//             ^^^^^^^^ AD301
        .detach()
        .relu();
    Tensor d = helper();
//             ^^^^^^^^ AD301
    double e = x.relu().item();
//             ^^^^^^^^^^^^^^^ AD302
    Tensor f = noise(x);
//             ^^^^^^^^ AD303
    Tensor g = call(x);
//             ^^^^^^^ AD304
    Tensor h = this.forward(x);
//             ^^^^^^^^^^^^^^^ AD304
    return a.add(b).add(c).add(d).add(f).add(g).add(h);
  }
}
