package u;

import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;

/** Every kind of statement outside the subset. */
public final class Statements extends UnaryModule {
  private final Object lock = new Object();

  @Differentiable
  @Override
  public Tensor forward(Tensor x) {
    Tensor h = x;
    for (int i = 0; i < 3; i++) {
      h = h.relu();
    }
    for (long s : x.shape()) h = h.view(s, -1);
    while (h.dim() > 2) h = h.sum(0, false);
    do { h = h.relu(); } while (h.dim() > 5);
    if (h.dim() == 2) {
      h = h.relu();
    }
    switch (h.dim()) { case 1: h = h.relu(); break; default: }
    block: { h = h.relu(); break block; }
    try { h = h.relu(); } finally { h = h.relu(); }
    assert h.dim() > 0;
    synchronized (lock) { h = h.relu(); }
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ AD101
    class Local {}
//  ^^^^^^^^^^^^^^ AD101
    interface Shaped {}
//  ^^^^^^^^^^^^^^^^^^^ AD101
    record Pair(Tensor a, Tensor b) {}
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ AD101
    enum Kind { A }
//  ^^^^^^^^^^^^^^^ AD101
    @Shape("N, 10") Tensor y = h.relu();
    if (y.dim() > 7) throw new IllegalStateException("too deep");
    return y;
  }
}
