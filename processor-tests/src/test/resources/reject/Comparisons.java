package u;

import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;

/** References of tensors compared instead of their elements. */
public final class Comparisons extends UnaryModule {
  @Differentiable
  @Override
  public Tensor forward(Tensor x) {
    Tensor y = x.relu();
    boolean same = x == y;
//                 ^^^^^^ AD103
    boolean other = y.relu() != x;
//                  ^^^^^^^^^^^^^ AD103
    boolean equal = x.equals(y.relu());
//                  ^^^^^^^^^^^^^^^^^^ AD103
    return y;
  }
}
