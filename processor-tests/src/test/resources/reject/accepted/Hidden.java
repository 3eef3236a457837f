package u;

import org.gradsmith.annotation.*;

/** Private members that generated code reaches. */
public final class Hidden {
  record Inside(double x) {}

  static final class Closed {
    private final double k = 2;

    private double times(double x) {
      return k * x;
    }

    Closed() {}
  }

  private static double helper(double x) {
    return x * x;
  }

  @Differentiable
  private static double named(double x) {
    Inside inside = new Inside(x);
    Closed closed = new Closed();
    return closed.times(x) * closed.k * helper(inside.x());
  }
}
