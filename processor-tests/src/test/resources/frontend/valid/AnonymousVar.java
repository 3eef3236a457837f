package u;

import java.util.*;
import java.util.function.*;
import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;

/** Forcing types on the user's own trees fails here: cannot find symbol AnonymousVar$1. */
public class AnonymousVar extends UnaryModule {
  @Differentiable
  @Override
  public Tensor forward(Tensor x) {
    return x.relu();
  }

  int unrelated() {
    var anonymous =
        new Object() {
          int hidden = 3;
        };
    return anonymous.hidden++;
  }
}
