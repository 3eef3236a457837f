/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.lenet;

/**
 * How far a training is: everything that the next step and the next line of output depend on, apart
 * from weights and optimizer.
 *
 * @param epoch the epoch that is going on, from 0
 * @param step batches of it that are done
 * @param images images of it that are done
 * @param loss sum of their losses
 * @param correct how many of them were recognised
 * @param recentLoss sum of the losses of the batches since the last line of the running loss
 * @param recentBatches how many batches those are
 */
record Position(
    int epoch,
    int step,
    long images,
    double loss,
    long correct,
    double recentLoss,
    int recentBatches) {
  static final Position START = new Position(0, 0, 0, 0, 0, 0, 0);

  /** After one more batch. */
  Position plus(int batchImages, double batchMeanLoss, long batchCorrect) {
    return new Position(
        epoch,
        step + 1,
        images + batchImages,
        loss + batchMeanLoss * batchImages,
        correct + batchCorrect,
        recentLoss + batchMeanLoss,
        recentBatches + 1);
  }

  /** After the line of the running loss was printed. */
  Position withoutRecent() {
    return new Position(epoch, step, images, loss, correct, 0, 0);
  }

  /** At the start of the next epoch. */
  Position nextEpoch() {
    return new Position(epoch + 1, 0, 0, 0, 0, 0, 0);
  }
}
