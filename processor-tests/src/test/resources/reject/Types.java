package u;

import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;

import java.util.List;

/** Values of types that the method has no use for. */
public final class Types extends UnaryModule {
  private final List<UnaryModule> layers = List.of();
  private final String name = String.valueOf(1);
  private final double rate = Math.random();
  private static final String TITLE = "types";

  @Differentiable
  @Override
  public Tensor forward(Tensor x) {
    Tensor a = layers.get(0).call(x);
//             ^^^^^^^^^^^^^ AD102
    Tensor b = x.mul(rate);
//                   ^^^^ AD206
    String c = name;
//             ^^^^ AD206
    String d = TITLE;
//             ^^^^^ AD206
    Class<?> e = Tensor.class;
//               ^^^^^^^^^^^^ AD206
    return a.add(b);
  }
}
