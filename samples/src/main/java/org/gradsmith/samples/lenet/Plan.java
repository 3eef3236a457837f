/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.lenet;

import java.util.Locale;

/**
 * What is to be trained.
 *
 * @param recipe the net and the article's numbers
 * @param epochs how often to go through the training set in all
 * @param batchSize images per step
 * @param seed decides initial weights and the order of the images
 * @param logEvery batches between two lines of the running loss
 */
public record Plan(Recipe recipe, int epochs, int batchSize, long seed, int logEvery) {
  /** The article's epochs and batch size. */
  public static Plan of(Recipe recipe) {
    return new Plan(recipe, Recipe.EPOCHS, recipe.batchSize(), 0, 100);
  }

  public Plan withEpochs(int count) {
    return new Plan(recipe, count, batchSize, seed, logEvery);
  }

  public Plan withBatchSize(int size) {
    return new Plan(recipe, epochs, size, seed, logEvery);
  }

  public Plan withSeed(long number) {
    return new Plan(recipe, epochs, batchSize, number, logEvery);
  }

  public Plan withLogEvery(int batches) {
    return new Plan(recipe, epochs, batchSize, seed, batches);
  }

  /** The plan in words. */
  public String describe() {
    return String.format(
        Locale.ROOT,
        "%d %s, batches of %d, %s, seed %d",
        epochs,
        epochs == 1 ? "epoch" : "epochs",
        batchSize,
        recipe.describe(),
        seed);
  }
}
