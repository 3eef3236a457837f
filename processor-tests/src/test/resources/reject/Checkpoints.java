package u;

import java.util.*;
import org.gradsmith.annotation.*;
import org.gradsmith.annotation.Checkpoint.Schedule;
import org.gradsmith.tensor.*;

/** Loops and methods that cannot run again. */
public final class Checkpoints {
  static double last;
  static final List<Tensor> seen = new ArrayList<>();

  @Differentiable
  static double effect(double x, int n) {
    double y = x;
    for (@Checkpoint int i = 0; i < n; i++) {
//       ^^^^^^^^^^^^^^^^^^^^^ AD102 would happen again
      y = y * x;
      last = i;
    }
    return y;
  }

  @Differentiable
  static Tensor condition(Tensor x, int n) {
    Tensor y = x;
    int i = 0;
    for (@Checkpoint int j = 0; i++ < n; j++) {
//       ^^^^^^^^^^^^^^^^^^^^^ AD102 its condition does more than compare
      y = y.mul(x);
    }
    return y;
  }

  @Differentiable
  static double random(double x, int n) {
    double y = x;
    for (@Checkpoint int i = 0; i < n; i++) {
//       ^^^^^^^^^^^^^^^^^^^^^ AD102 random numbers of Java
      y = y * x + Math.random();
    }
    return y;
  }

  @Differentiable
  static double rows(double[][] x, int n) {
    double y = 0;
    for (@Checkpoint int i = 0; i < n; i++) {
//       ^^^^^^^^^^^^^^^^^^^^^ AD102 belongs to something else
      x[i][0] = y;
      y = y + x[i][1];
    }
    return y;
  }

  @Differentiable
  static Tensor objects(Tensor x, int n) {
    Tensor y = x;
    ArrayDeque<Tensor> stack = new ArrayDeque<>();
    for (@Checkpoint int i = 0; i < n; i++) {
//       ^^^^^^^^^^^^^^^^^^^^^ AD102 its turns hand on 'stack'
      y = y.mul(x);
      stack = new ArrayDeque<>();
    }
    return y;
  }

  @Differentiable
  static Tensor each(Tensor x, List<Tensor> more) {
    Tensor y = x;
    for (@Checkpoint Tensor t : more) {
//                              ^^^^ AD102 where it is in the collection
      y = y.mul(t);
    }
    return y;
  }

  @Differentiable
  static double one(double x, int n) {
    double y = x;
    for (@Checkpoint(schedule = Schedule.BINOMIAL, snapshots = 1) int i = 0; i < n; i++) {
//       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ AD102 'snapshots' is 1
      y = y * x;
    }
    return y;
  }

  private static double counted(double x) {
    last++;
    return x * x;
  }

  @Differentiable
//^^^^^^^^^^^^^^^ AD104 in 'counted' the effect
  static double called(double x, int n) {
    double y = x;
    for (@Checkpoint int i = 0; i < n; i++) {
      y = counted(y);
    }
    return y;
  }

  @Differentiable
  static double noLoop(double x) {
    @Checkpoint double y = x * x;
//  ^^^^^^^^^^^ AD102 the variable of no 'for' loop
    return y;
  }

  @Checkpoint
//^^^^^^^^^^^ AD104 would happen again
  @Differentiable
  static Tensor kept(Tensor x) {
    seen.add(x);
    return x.mul(x);
  }
}
