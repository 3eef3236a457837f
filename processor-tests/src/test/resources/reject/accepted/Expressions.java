package u;

import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;

/** Every kind of expression inside the subset. */
public final class Expressions extends UnaryModule {
  private static final int KERNEL = 2;
  private final Conv2d conv = new Conv2d(1, 1, 1);
  private final int n = 2;

  @Differentiable
  @Override
  public Tensor forward(Tensor x) {
    Conv2d layer = this.conv;
    var a = (x).relu();
    long rows = x.size(0) * 2 / 2 % 1000 + 1 - 1;
    int columns = (int) x.size(1);
    Tensor b = a.view(rows, columns, -1);
    Tensor c = b.view(new long[] {x.size(0), -n + 3, -1}).mul(-0.5f).add(+1L).sum(-1, true);
    Tensor d = a.view(x.shape()).maxPool2d(KERNEL);
    return layer.call((d)).add(c.mean()); // instead of AD102
  }
}
