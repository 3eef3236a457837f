package u;

import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;
import org.jspecify.annotations.Nullable;

/** Attributes: constants folded as javac folds them, sizes and fields as expressions. */
public final class Attributes extends UnaryModule {
  static final int KERNEL = 1 + 1;
  private static final float HALF = 1f / 2;
  private final int scale = 3;
  private final int width;

  Attributes(int width) {
    this.width = width;
  }

  @Differentiable
  @Override
  public Tensor forward(Tensor x) {
    int n = (int) x.size(0);
    long[] shape = x.shape();
    Tensor h = x.maxPool2d(KERNEL).maxPool2d(KERNEL, scale, KERNEL / 3);
    h = h.view(-1, 16 * 4 * 4).view(n, n * width / 2 - 1, -n + +1, 7 % 4);
    h = h.view(shape).reshape(new long[] {x.size(-1), Integer.MAX_VALUE + 1, 1L});
    h = h.mul(0.1f).mul(0.1).mul(HALF).mul(1 / 3 + 1 / 3f).mul(5).add(n).add(-2.5e-3);
    h = h.sum(1, true).sum(0, false).transpose(0, 1);
    return h.logSoftmax((int) 1.9).nllLoss(x, Reduction.SUM).add(h.nllLoss(x));
  }
}
