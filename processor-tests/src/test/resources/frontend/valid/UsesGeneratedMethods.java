package u.methods;

import org.gradsmith.annotation.*;
import org.gradsmith.compiled.flow.Flow;

/** Names classes that are generated in the same round, in fields, signatures and bodies. */
public class UsesGeneratedMethods {
  private UsesGeneratedMethods__value last;

  @Differentiable
  static double value(double x) {
    return x * x;
  }

  static double slope(double x) {
    UsesGeneratedMethods__value call = new UsesGeneratedMethods__value(new Flow());
    call.forward(x);
    call.reverse(1);
    return call.argumentBar(0);
  }

  UsesGeneratedMethods__value last() { var fresh = new UsesGeneratedMethods__value(new Flow()); last = fresh; return last; }

  static class Sub { UsesGeneratedMethods__value__jvp tangent; }
}
