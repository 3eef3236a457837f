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
    Tensor b = fc.call(swish(x)).relu();
    Tensor c = x.relu()
        .detach()
        .relu();
    Tensor d = helper();
    double e = x.relu().item();
//             ^^^^^^^^^^^^^^^ AD302
    Tensor f = noise(x);
    Tensor g = call(x);
    Tensor h = this.forward(x);
    Tensor i = Other.unknown(x);
//             ^^^^^^^^^^^^^^^^ AD301
    Tensor j = x.mul(e);
    return i.add(j).add(a).add(b).add(c).add(d).add(f).add(g).add(h);
  }
}

/** A class of its own, whose methods nobody has annotated. */
final class Other {
  private Other() {}

  static Tensor unknown(Tensor x) {
    return x;
  }
}
