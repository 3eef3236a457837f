package u;

import java.io.*;
import org.gradsmith.annotation.*;
import org.gradsmith.autograd.*;

/** Blocks with an end that is followed. */
public final class Guards {
  record Kept(double x) {}

  @Differentiable
  static double closed(double x) throws IOException {
    while (x > 0) {
      try (StringReader reader = new StringReader("" + x)) {
        x *= reader.read() > 0 ? 2 : 3;
        if (x > 10) {
          break;
        }
      } finally {
        x += 1;
      }
    }
    try (var _ = Autograd.noGrad()) {
      System.out.println(x);
    }
    return new Kept(x).x();
  }
}
