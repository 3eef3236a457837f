package u;

import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;
import org.jspecify.annotations.Nullable;

/** What constructors do with their arguments. */
public class Facts extends UnaryModule {
  private static final int K = 5;
  private final int in;
  private final int hidden;
  private final int unknown;
  private int changed = 1;
  private final long big = 7;
  private final Linear fc1;
  private final Linear fc2 = new Linear(16 * 4 * 4, 10, false);
  private Conv2d conv = new Conv2d(1, K + 1, K);
  private Conv2d replaced = new Conv2d(1, 1, 1);
  private final Block block;

  public Facts() {
    this(2, 3);
  }

  public Facts(int in, int width) {
    super();
    this.in = in;
    hidden = width * 2 - 1;
    if (in > 1) {
      unknown = 1;
    } else {
      unknown = 2;
    }
    fc1 = new Linear(this.in, hidden);
    block = new Block(hidden, in);
  }

  void replace() {
    replaced = new Conv2d(2, 2, 2);
    changed = 3;
  }

  @Differentiable
  @Override
  public Tensor forward(Tensor x) {
    return fc2.call(fc1.call(x)).add(block.call(conv.call(replaced.call(x)))).view(unknown, changed);
  }

  static class Block extends Base {
    private final Linear fc;

    Block(int in, int out) {
      super(in);
      int local = out;
      out = out + 1;
      fc = new Linear(in, out + local);
    }

    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return fc.call(x).view(size, -1);
    }
  }

  abstract static class Base extends UnaryModule {
    final int size;

    Base(int size) {
      this.size = size;
    }
  }
}
