package u;

import java.util.*;
import java.util.function.*;
import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;

/** The companion's name in a loop, a type argument and a local class. */
public class SubclassOfGenerated extends UnaryModule {
  @Differentiable
  @Override
  public Tensor forward(Tensor x) {
    return x.relu();
  }

  String hashes() {
    StringBuilder text = new StringBuilder();
    for (var companion : List.of(new SubclassOfGenerated__AD())) {
      text.append(companion.irHash());
    }
    class Wrapped {
      final SubclassOfGenerated__AD inner = new SubclassOfGenerated__AD();
    }
    Supplier<String> lazily = () -> new Wrapped().inner.irHash();
    return text.append(lazily.get()).toString();
  }
}
