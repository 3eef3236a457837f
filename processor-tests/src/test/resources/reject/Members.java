package u;

import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;

/** Members that the generated class cannot reach. */
public final class Members {
  private final Linear shared = new Linear(2, 2);

  private static final class Part {
    private final Tensor mask = Tensor.zeros(2);
  }

  final class Inner extends UnaryModule {
    private static Tensor table = Tensor.zeros(2);
    private final Part part = new Part();

    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      Tensor a = part.mask;
//               ^^^^^^^^^ AD205
      Tensor b = table;
      Tensor c = shared.call(x);
//               ^^^^^^ AD205
      Tensor d = Members.this.shared.call(x);
//               ^^^^^^^^^^^^ AD205
      return a.add(b).add(c).add(d);
    }
  }
}
