package u;

import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;
import org.jspecify.annotations.Nullable;

/** Members, each read once: by accessor, by visible field, by private field. */
public class Reads extends UnaryModule {
  private final Tensor hidden = Tensor.zeros(2);
  private final Tensor fixed = Tensor.zeros(2);
  private final Tensor open = Tensor.zeros(2);
  private final Tensor computed = Tensor.zeros(2);
  final Tensor visible = Tensor.zeros(2);
  private @Nullable Tensor bias;
  private final int rows = Integer.parseInt("2");
  int columns = 2;
  private final Part part = new Part(new Conv2d(1, 2, 3));

  public final Tensor fixed() {
    return this.fixed;
  }

  public Tensor open() {
    return open;
  }

  public final Tensor computed() {
    return computed.relu();
  }

  public final int rows() {
    return rows;
  }

  @Differentiable
  @Override
  public Tensor forward(@Shape("N, rows") Tensor x) {
    Tensor h = x.add(hidden).add(this.hidden).add(fixed).add(fixed()).add(open).add(open());
    h = h.add(computed).add(visible).addBias(bias, -1);
    h = part.conv.call(h.view(rows, columns, rows() * 2, -1));
    return part.conv().forward(h).view(part.conv().stride(), part.conv.padding() + 1);
  }

  static final class Part {
    private final Conv2d conv;

    Part(Conv2d conv) {
      this.conv = conv;
    }

    public Conv2d conv() {
      return conv;
    }
  }
}
