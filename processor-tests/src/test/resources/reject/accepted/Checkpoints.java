package u;

import java.util.List;
import org.gradsmith.annotation.*;
import org.gradsmith.annotation.Checkpoint.Schedule;
import org.gradsmith.tensor.*;

/** Loops and methods that can run again. */
public final class Checkpoints {
  record State(Tensor h, Tensor c) {}

  @Differentiable
  static double numbers(double[] x, int n) {
    double y = 0;
    double[] row = x.clone();
    for (@Checkpoint int i = 0; i < n; i++) {
      row[i] = y;
      double[] own = new double[2];
      own[0] = row[i + 1];
      y = y + own[0] * x[i];
    }
    return y;
  }

  @Differentiable
  static Tensor tensors(Tensor x, List<Tensor> more) {
    State y = new State(x, x);
    List<Tensor> pair = List.of(x, x);
    for (@Checkpoint(schedule = Schedule.BINOMIAL, snapshots = 5) int i = 0;
        i < more.size();
        i++) {
      y = new State(y.c(), y.h().mul(more.get(i)).dropout(0.5, true));
      pair = List.of(y.h(), pair.get(0));
    }
    return y.h().add(y.c()).add(pair.get(1));
  }

  @Checkpoint
  @Differentiable
  static Tensor kept(Tensor x) {
    return x.mul(x);
  }
}
