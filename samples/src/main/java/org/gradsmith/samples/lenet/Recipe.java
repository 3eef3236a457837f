/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.lenet;

import java.util.Locale;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.nn.data.PixelScale;
import org.gradsmith.tensor.Reduction;

/** The nets with the numbers that their articles train them with. */
public enum Recipe {
  A(PixelScale.UNIT, Reduction.SUM, 0.001, 0, 100, false),
  B(PixelScale.SYMMETRIC, Reduction.MEAN, 0.001, 0.9, 8, true);

  /** Both articles go through the data twice. */
  public static final int EPOCHS = 2;

  private final PixelScale scale;
  private final Reduction reduction;
  private final double learningRate;
  private final double momentum;
  private final int batchSize;
  private final boolean runningLoss;

  Recipe(
      PixelScale scale,
      Reduction reduction,
      double learningRate,
      double momentum,
      int batchSize,
      boolean runningLoss) {
    this.scale = scale;
    this.reduction = reduction;
    this.learningRate = learningRate;
    this.momentum = momentum;
    this.batchSize = batchSize;
    this.runningLoss = runningLoss;
  }

  /** The net, newly initialised. */
  UnaryModule newNet() {
    return switch (this) {
      case A -> new LeNetA();
      case B -> new LeNetB();
    };
  }

  /** The class of the net. */
  public Class<? extends UnaryModule> netClass() {
    return this == A ? LeNetA.class : LeNetB.class;
  }

  /** What the net sees of a pixel. */
  public PixelScale scale() {
    return scale;
  }

  /** How the cross entropies of a batch become its loss. */
  Reduction reduction() {
    return reduction;
  }

  double learningRate() {
    return learningRate;
  }

  double momentum() {
    return momentum;
  }

  /** The article's batch size. */
  public int batchSize() {
    return batchSize;
  }

  /** Whether the article prints the loss every so many batches. */
  boolean runningLoss() {
    return runningLoss;
  }

  /** {@code a} or {@code b}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The recipe in words. */
  String describe() {
    return String.format(
        Locale.ROOT,
        "SGD with learning rate %s%s, cross entropy %s",
        learningRate,
        momentum == 0 ? "" : " and momentum " + momentum,
        reduction == Reduction.SUM ? "summed over the batch" : "averaged over the batch");
  }
}
