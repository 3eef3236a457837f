package u;

import java.util.*;
import java.util.function.*;
import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;

/** Forcing types on the user's own trees crashes javac here: the companion is not there yet. */
public class VarOfGenerated extends UnaryModule {
  @Differentiable
  @Override
  public Tensor forward(Tensor x) {
    return x.relu();
  }

  String hash() {
    var companion = new VarOfGenerated__AD();
    return companion.irHash();
  }
}
