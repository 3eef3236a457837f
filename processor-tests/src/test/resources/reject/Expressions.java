package u;

import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;

/** Every kind of expression outside the subset. */
public final class Expressions extends UnaryModule {
  private final Conv2d conv = new Conv2d(1, 1, 1);
  private final UnaryModule[] layers = {conv};
  private final int n = 2;
  private final boolean wide = true;

  @Differentiable
  @Override
  public Tensor forward(Tensor x) {
    Tensor a = wide ? x : x.relu();
//             ^^^^^^^^^^^^^^^^^^^ AD102
    Tensor b = switch (n) { case 1 -> x; default -> x.relu(); };
//             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ AD102
    boolean isTensor = x instanceof Object;
//                     ^^^^^^^^^^^^^^^^^^^ AD102
    boolean both = wide && isTensor;
//                 ^^^^^^^^^^^^^^^^ AD102
    boolean either = wide || both;
//                   ^^^^^^^^^^^^ AD102
    boolean none = !either;
//                 ^^^^^^^ AD102
    boolean less = x.size(0) < 3;
//                 ^^^^^^^^^^^^^ AD102
    boolean more = x.size(0) >= 3;
//                 ^^^^^^^^^^^^^^ AD102
    boolean same = n == 2;
//                 ^^^^^^ AD102
    long shifted = x.size(0) << 2 | 1;
//                 ^^^^^^^^^^^^^^^^^^ AD102
    long inverted = ~n;
//                  ^^ AD102
    Tensor c = x.view(x.size(0) >>> 1, x.size(1) & 3, x.size(2) ^ 1);
//                    ^^^^^^^^^^^^^^^ AD102
//                                     ^^^^^^^^^^^^^ AD102
//                                                    ^^^^^^^^^^^^^ AD102
    java.util.function.UnaryOperator<Tensor> f = t -> t.relu();
//                                               ^^^^^^^^^^^^^ AD102
    java.util.function.UnaryOperator<Tensor> g = Tensor::relu;
//                                               ^^^^^^^^^^^^ AD102
    Conv2d fresh = new Conv2d(1, 1, 3);
//                 ^^^^^^^^^^^^^^^^^^^ AD102
    Tensor d = layers[0].call(x);
//             ^^^^^^^^^ AD102
    Tensor e = x.addBias(null);
//                       ^^^^ AD102
    String s = "a" + n;
//             ^^^^^^^ AD206
    char q = 'q';
//           ^^^ AD102
    Tensor t = ((Conv2d) layer()).call(x);
//              ^^^^^^^^^^^^^^^^ AD102
    Tensor v;
    Tensor w = (v = x.relu()).relu();
//              ^^^^^^^^^^^^ AD106
    return a.add(b).add(c).add(d).add(e).add(t).add(w);
  }

  private UnaryModule layer() { return layers[0]; }
}
