package com.example;

import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.gradsmith.nn.loss.Losses;
import org.gradsmith.nn.optim.SGD;
import org.gradsmith.tensor.Tensor;

/** Trains {@link RingNet} on generated points. */
public final class Main {
  private static final int POINTS = 200;
  private static final int STEPS = 300;

  private Main() {}

  public static void main(String... arguments) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    float[] points = new float[2 * POINTS];
    long[] rings = new long[POINTS];
    for (int i = 0; i < POINTS; i++) {
      rings[i] = i % 2;
      double radius = 0.5 + rings[i] + random.nextDouble(-0.2, 0.2);
      double angle = random.nextDouble(2 * Math.PI);
      points[2 * i] = (float) (radius * Math.cos(angle));
      points[2 * i + 1] = (float) (radius * Math.sin(angle));
    }
    Tensor x = Tensor.from(points, POINTS, 2);
    Tensor y = Tensor.of(rings);

    RingNet net = new RingNet();
    SGD sgd = new SGD(net.parameters(), 0.1).momentum(0.9);
    double first = Double.NaN;
    double last = Double.NaN;
    for (int step = 0; step < STEPS; step++) {
      sgd.zeroGrad();
      Tensor loss = Losses.crossEntropy(net.call(x), y);
      loss.backward();
      sgd.step();
      last = loss.item();
      first = step == 0 ? last : first;
    }
    System.out.printf(Locale.ROOT, "Loss: %.4f before, %.4f after %d steps%n", first, last, STEPS);
    if (!(last < first / 10)) {
      System.err.println("The loss did not fall to a tenth.");
      System.exit(1);
    }
  }
}
