package u;

import java.util.List;
import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;

/** Statements that are there for their effect. */
public final class Effects extends UnaryModule {
  private Tensor last;
  private final Tensor[] history = new Tensor[1];

  public Tensor last() {
    return last;
  }

  @Differentiable
  @Override
  public Tensor forward(Tensor x) {
    Tensor h = x.relu();
    last = h;
    history[0] = h;
    System.out.println(h);
    log("forward");
    int n = 1;
    n++;
    n += 2;
    List.of(h, x).forEach(t -> t.addInPlace(h));
//                             ^^^^^^^^^^^^^^^ AD107
    List.of(h, x).forEach(Tensor::zeroInPlace);
//                        ^^^^^^^^^^^^^^^^^^^ AD107
    h.backward();
//  ^^^^^^^^^^^^ AD106
    return h;
  }

  private static void log(String text) {}
}
