/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.steps;

import java.util.Locale;

/**
 * A training that is counted in steps.
 *
 * @param steps how many
 * @param batchSize samples per step
 * @param logEvery steps between two lines of the loss
 * @param seed decides weights, samples and what is dropped
 * @param learningRate of SGD with momentum
 * @param momentum of SGD
 */
public record StepPlan(
    int steps, int batchSize, int logEvery, long seed, double learningRate, double momentum) {
  /** The same with other numbers that users choose. */
  public StepPlan with(int newSteps, int newBatchSize, int newLogEvery, long newSeed) {
    return new StepPlan(newSteps, newBatchSize, newLogEvery, newSeed, learningRate, momentum);
  }

  /** The plan in words. */
  public String describe() {
    return String.format(
        Locale.ROOT,
        "%d steps, batches of %d, SGD with learning rate %s and momentum %s, seed %d",
        steps,
        batchSize,
        learningRate,
        momentum,
        seed);
  }
}
