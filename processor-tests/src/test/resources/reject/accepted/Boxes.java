package u;

import org.gradsmith.annotation.*;

/** Numbers in boxes of their own type, and constants as objects. */
public final class Boxes {
  record Kept(double x) {}

  @Differentiable
  static double boxed(double x) {
    Double box = x;
    Object constant = 2.0;
    Double[] constants = {1.0, 2.0};
    double[] numbers = {x, box};
    Object record = new Kept(x * box);
    return record instanceof Kept(double y) && constant != null ? y * numbers[1] * constants[1] : box;
  }

  @Differentiable
  Object returned(double x) {
    return new Kept(x);
  }
}
