package u;

import org.gradsmith.annotation.*;
import org.gradsmith.nn.*;
import org.gradsmith.nn.layer.*;
import org.gradsmith.tensor.*;

/** A method whose op this processor has never heard of. */
public final class Ops extends UnaryModule {
  @Op("fourierTransform")
  static Tensor fft(Tensor x) {
    return x;
  }

  @Op("relu")
  static Tensor relu(Tensor x, Tensor y) {
    return x;
  }

  @Op("transpose")
  static Tensor transpose(Tensor x) {
    return x;
  }

  @Differentiable
  @Override
  public Tensor forward(Tensor x) {
    Tensor h = fft(x);
//             ^^^^^^ AD204
    h = relu(x, x);
//      ^^^^^^^^^^ AD204
    return transpose(x.relu());
//         ^^^^^^^^^^^^^^^^^^^ AD204
  }
}
