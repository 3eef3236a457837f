package u;

import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;

/** Members that the generated class can reach: accessors, and fields of its own class or package. */
public final class Members {
  static final class Part {
    private final Tensor mask = Tensor.zeros(2);
    final Tensor scale = Tensor.zeros(2);

    public Tensor mask() {
      return mask;
    }
  }

  final class Inner extends UnaryModule {
    private final Tensor table = Tensor.zeros(2);
    private final Part part = new Part();

    @Differentiable
    @Override
    public Tensor forward(Tensor x) {
      return x.add(part.mask).add(part.mask()).add(part.scale).add(table); // instead of AD205
    }
  }
}
