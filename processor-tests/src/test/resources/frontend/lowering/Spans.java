package u;

import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;
import org.jspecify.annotations.Nullable;

/** Comments and line breaks in a statement; the line of a step is that of its method's name. */
public final class Spans extends UnaryModule {
  private final Linear fc = new Linear(4, 4);

  /** The result type's line counts. */
  @Differentiable
  @Override
  public Tensor forward(
      @Shape("N, 4") Tensor input) { // not here
    Tensor h =
        fc.call( // the layer
                input)
            /* then */ .relu()
            .mul(
                2)
            . relu();
    return h;
  }
}
