package u;

import java.util.function.*;
import org.gradsmith.annotation.*;

/** Numbers with derivatives that become objects. */
public final class Boxes {
  private double kept;

  @Differentiable
  static double objects(double x) {
    Number number = x;
//                  ^ AD102
    Object object = x;
//                  ^ AD102
    Object chosen = x > 0 ? x : "none";
//                          ^ AD102
    Object cast = (Object) x;
//                         ^ AD102
    return x;
  }

  @Differentiable
  static double unboxed(double x, Object given) {
    double a = (double) (Object) x;
//             ^^^^^^^^^^^^^^^^^^^ AD102
    double b = given instanceof Double d ? d : x;
//                              ^^^^^^^^ AD102
    Double none = null;
//                ^^^^ AD102
    return a + b;
  }

  @Differentiable
  static double arrays(double x) {
    Double[] boxes = {x};
//                    ^ AD102
    Object[] objects = {x, "x"};
//                      ^ AD102
    Double[] later = new Double[1];
    later[0] = x;
//             ^ AD102
    boxes[0] += x;
//  ^^^^^^^^ AD106
    return x;
  }

  @Differentiable
  Object returned(double x) {
    kept = x;
//  ^^^^ AD106
    kept += x;
//  ^^^^ AD106
    return x;
//         ^ AD102
  }
}
