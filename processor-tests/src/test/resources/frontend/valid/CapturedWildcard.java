package u;

import java.util.*;
import java.util.function.*;
import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;

/** Forcing types on the user's own trees fails here: cannot find class <captured wildcard>. */
public class CapturedWildcard extends UnaryModule {
  @Differentiable
  @Override
  public Tensor forward(Tensor x) {
    return x.relu();
  }

  long unrelated(List<? extends Tensor> tensors) {
    return tensors.stream().filter(t -> t.dim() > 1).count();
  }
}
