package u;

import java.util.List;
import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;

/** Numbers that the compiler cannot follow. */
public final class Arguments extends UnaryModule {
  private static int counter = 1;
  private final long[] sizes = {1, 2};
  private final List<Tensor> several = List.of();
  private final double rate = Math.random();

  @Differentiable
  @Override
  public Tensor forward(Tensor x) {
    Tensor a = x.view(Math.max(2, 3), -1);
//                    ^^^^^^^^^^^^^^ AD203
    Tensor b = x.view(sizes.length, -1);
//                    ^^^^^^^^^^^^ AD203
    Tensor c = x.view(new long[2]);
//                    ^^^^^^^^^^^ AD203
    Tensor d = x.view(x.dim(), -1);
//                    ^^^^^^^ AD203
    Tensor e = x.sum((int) x.size(0), false);
    long f = x.size((int) x.size(1));
//                  ^^^^^^^^^^^^^^^ AD203
    Tensor g = x.mul(0.5 * x.size(0));
//                   ^^^^^^^^^^^^^^^ AD203
    Tensor h = x.view((short) x.size(0), -1);
//                    ^^^^^^^^^^^^^^^^^ AD203
    Tensor i = Tensor.cat(List.of(x, e), (int) x.size(0));
//                                       ^^^^^^^^^^^^^^^ AD203
    Tensor j = Tensor.cat(several, 0);
//                        ^^^^^^^ AD203
    return x;
  }
}
