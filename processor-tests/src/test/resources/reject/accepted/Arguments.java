package u;

import java.util.List;
import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;

/** Constants, sizes and integer fields. */
public final class Arguments extends UnaryModule {
  private static final double RATE = 0.5;
  private static final long ROWS = 3;
  private final int columns = Integer.parseInt("2");

  @Differentiable
  @Override
  public Tensor forward(Tensor x) {
    Tensor a = x.view(ROWS, columns, -1);
    Tensor b = a.view(new long[] {x.size(0), -1}).mul(RATE * 2);
    Tensor c = Tensor.cat(List.of(b, b.relu()), 2 - 1);
    return c.sum(1 - 2, true);
  }
}
