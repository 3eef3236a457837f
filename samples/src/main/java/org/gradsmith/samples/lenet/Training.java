/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.lenet;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.gradsmith.autograd.Autograd;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.nn.data.Batch;
import org.gradsmith.nn.data.DataLoader;
import org.gradsmith.nn.loss.Losses;
import org.gradsmith.nn.optim.SGD;
import org.gradsmith.samples.progress.Progress;
import org.gradsmith.tensor.Device;
import org.gradsmith.tensor.Reduction;
import org.gradsmith.tensor.Tensor;
import org.gradsmith.tensor.random.Generator;

/** Trains a LeNet, prints the articles' lines, and keeps a checkpoint. */
public final class Training {
  private static final int TEST_BATCH = 200;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double PERCENT = 100;

  private final Plan plan;
  private final DigitSets data;
  private final Path checkpoint;
  private final Progress.Display display;
  private final PrintStream out;

  private final Device device = Device.best();
  private final UnaryModule net;
  private final SGD optimizer;
  private final DataLoader loader;

  private Position position = Position.START;
  private long trainedImages;
  private long trainedNanos;

  /** A new net before its first step; the checkpoint is written after every epoch. */
  public Training(
      Plan plan, DigitSets data, Path checkpoint, Progress.Display display, PrintStream out) {
    this.plan = plan;
    this.data = data;
    this.checkpoint = checkpoint;
    this.display = display;
    this.out = out;
    Recipe recipe = plan.recipe();
    Generator.standard().seed(plan.seed());
    this.net = recipe.newNet().to(device);
    this.optimizer = new SGD(net.parameters(), recipe.learningRate()).momentum(recipe.momentum());
    this.loader = new DataLoader(data.train(), plan.batchSize()).shuffle(plan.seed());
  }

  /** Goes on where the checkpoint was written, which must be of the same net and data. */
  public void resume(Checkpoint saved) {
    if (!saved.data().equals(data.describe())) {
      throw new IllegalArgumentException(
          "the checkpoint belongs to other digits: it was trained on %s; these are %s"
              .formatted(saved.data(), data.describe()));
    }
    net.load(saved.weights());
    optimizer.load(saved.optimizer());
    position = saved.position();
  }

  /** The net that is trained. */
  public UnaryModule net() {
    return net;
  }

  /**
   * Trains what is left of the epochs. Between two steps it asks whether to stop: then it writes
   * the checkpoint, says where, and returns false.
   */
  public boolean run(BooleanSupplier stop) throws IOException {
    while (position.epoch() < plan.epochs()) {
      long start = System.nanoTime();
      boolean finished = trainEpoch(stop);
      trainedNanos += System.nanoTime() - start;
      save();
      if (!finished) {
        out.printf(
            Locale.ROOT,
            "Interrupted in epoch %d after %d of %d batches. Checkpoint: %s%n",
            position.epoch() + 1,
            position.step(),
            loader.batches(),
            checkpoint);
        return false;
      }
    }
    return true;
  }

  private boolean trainEpoch(BooleanSupplier stop) {
    net.train();
    String name = String.format(Locale.ROOT, "Epoch %d/%d", position.epoch() + 1, plan.epochs());
    try (Progress progress =
        display.start(name, "images", position.images(), data.train().size())) {
      Iterator<Batch> batches = loader.epoch(position.epoch()).iterator();
      for (int done = 0; done < position.step(); done++) {
        batches.next();
      }
      while (batches.hasNext()) {
        if (stop.getAsBoolean()) {
          return false;
        }
        Batch batch = batches.next();
        step(batch);
        runningLoss(progress);
        progress.advance(batch.size());
      }
    }
    out.printf(
        Locale.ROOT,
        "[%d/%d] Loss: %.5f, Acc: %.2f%n",
        position.epoch() + 1,
        plan.epochs(),
        position.loss() / position.images(),
        PERCENT * position.correct() / position.images());
    position = position.nextEpoch();
    return true;
  }

  private void step(Batch batch) {
    Tensor target = batch.target().to(device);
    optimizer.zeroGrad();
    Tensor logits = net.call(batch.input().to(device));
    Tensor loss = Losses.crossEntropy(logits, target, plan.recipe().reduction());
    loss.backward();
    optimizer.step();
    boolean sum = plan.recipe().reduction() == Reduction.SUM;
    double meanLoss = sum ? loss.item() / batch.size() : loss.item();
    position = position.plus(batch.size(), meanLoss, correct(logits, target));
    trainedImages += batch.size();
  }

  private void runningLoss(Progress progress) {
    if (plan.recipe().runningLoss() && position.step() % plan.logEvery() == 0) {
      progress.line(
          String.format(
              Locale.ROOT,
              "[%d, %5d] loss: %.3f",
              position.epoch() + 1,
              position.step(),
              position.recentLoss() / position.recentBatches()));
      position = position.withoutRecent();
    }
  }

  /** What the net makes of the test set. */
  public Score test() {
    net.eval();
    double loss = 0;
    long correct = 0;
    long start = System.nanoTime();
    try (var _ = Autograd.noGrad()) {
      for (Batch batch : new DataLoader(data.test(), TEST_BATCH)) {
        Tensor target = batch.target().to(device);
        Tensor logits = net.call(batch.input().to(device));
        loss += Losses.crossEntropy(logits, target, Reduction.SUM).item();
        correct += correct(logits, target);
      }
    }
    int images = data.test().size();
    double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
    return new Score(loss / images, PERCENT * correct / images, images / seconds);
  }

  /** Images per second of the steps so far; NaN before the first one. */
  public double imagesPerSecond() {
    return trainedImages / (trainedNanos / NANOS_PER_SECOND);
  }

  private static long correct(Tensor logits, Tensor target) {
    long[] guesses = logits.detach().argmax(1).toLongArray();
    long[] truth = target.toLongArray();
    long correct = 0;
    for (int i = 0; i < truth.length; i++) {
      correct += guesses[i] == truth[i] ? 1 : 0;
    }
    return correct;
  }

  private void save() throws IOException {
    new Checkpoint(plan, data.describe(), position, net.stateDict(), optimizer.stateDict())
        .write(checkpoint);
  }

  /**
   * The result of a test.
   *
   * @param loss mean cross entropy per image
   * @param accuracy percent of the images that were recognised
   * @param imagesPerSecond how fast it went
   */
  public record Score(double loss, double accuracy, double imagesPerSecond) {
    /** The article's line. */
    public String describe() {
      return String.format(Locale.ROOT, "Test: Loss: %.5f, Acc: %.2f %%", loss, accuracy);
    }
  }
}
