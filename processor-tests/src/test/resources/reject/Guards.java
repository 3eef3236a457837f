package u;

import java.io.*;
import org.gradsmith.annotation.*;
import org.gradsmith.autograd.*;

/** Blocks whose end cannot be followed. */
public final class Guards {
  @Differentiable
  static double caught(double x) {
    try {
      x *= 2;
    } catch (IllegalStateException e) {
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ AD101
      x = 0;
    }
    return x;
  }

  @Differentiable
  @SuppressWarnings("finally")
  static double hides(double x) {
    while (x > 0) {
      try {
        x *= 2;
      } finally {
//              ^ AD101
        break;
      }
    }
    return x;
  }

  @Differentiable
  static double mixed(double x) {
    try (var _ = Autograd.noGrad()) {
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ AD101
      System.out.println(x);
    } finally {
      System.out.println();
    }
    try (var _ = Autograd.enableGrad()) {
//       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ AD102
      x *= 2;
    }
    return x;
  }

  @Differentiable
  static double local(double x) {
    record Kept(double x) {}
//  ^^^^^^^^^^^^^^^^^^^^^^^^ AD101
    synchronized (Guards.class) {
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ AD101
      x *= 2;
    }
    return x;
  }
}
