package u;

import java.util.*;
import java.util.function.*;
import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;

/** A field and a method of the companion's type. */
public class UsesGenerated extends UnaryModule {
  private final UsesGenerated__AD companion = new UsesGenerated__AD();

  @Differentiable
  @Override
  public Tensor forward(Tensor x) {
    Tensor a = x.mul(2).relu();
    return a.matmul(a);
  }

  UsesGenerated__AD companion() {
    return companion;
  }
}
