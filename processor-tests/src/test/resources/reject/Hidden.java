package u;

import org.gradsmith.annotation.*;

/** Classes and constructors that generated code cannot name. */
public final class Hidden {
  private record Inside(double x) {}

  static final class Closed {
    private Closed() {}

    double k = 2;
  }

  private enum Kind {
    ONE
  }

  @Differentiable
  static double named(double x) {
    Inside inside = new Inside(x);
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ AD102
    Closed closed = new Closed();
//                  ^^^^^^^^^^^^ AD102
    return x * Kind.ONE.ordinal();
//             ^^^^^^^^ AD102
  }
}
