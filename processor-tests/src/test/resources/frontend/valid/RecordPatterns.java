package u;

import java.util.*;
import java.util.function.*;
import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;

/** Record patterns and unnamed variables beside the method. */
public class RecordPatterns extends UnaryModule {
  sealed interface Shaped permits A, B {}

  record A(Tensor tensor, int n) implements Shaped {}

  record B(Shaped inner) implements Shaped {}

  @Differentiable
  @Override
  public Tensor forward(Tensor x) {
    return x.relu();
  }

  Tensor unrelated(Shaped s, Tensor x) {
    return switch (s) {
      case A(var tensor, int n) when n > 1 -> tensor.relu();
      case A a -> a.tensor();
      case B(A(Tensor tensor, var n)) -> tensor.mul(n);
      case B _ -> {
        int _ = 3;
        yield x;
      }
    };
  }
}
