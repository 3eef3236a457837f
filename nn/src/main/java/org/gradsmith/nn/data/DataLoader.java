/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.data;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads a dataset batch by batch: {@code for (Batch batch : loader)} is one epoch.
 *
 * <p>The order depends on the seed of {@link #shuffle} and the number of the epoch only, never on
 * the number of workers. Epochs count from 0 with each call of {@link #iterator}; {@link #epoch}
 * reads a given one, which is how an interrupted training goes on.
 */
public final class DataLoader implements Iterable<Batch> {
  private final Dataset dataset;
  private final int batchSize;
  private final OptionalLong seed;
  private final boolean dropLast;
  private final int workers;
  private final AtomicLong nextEpoch = new AtomicLong();

  /** Batches of the given size in the order of the dataset; the last one may be smaller. */
  public DataLoader(Dataset dataset, int batchSize) {
    this(dataset, batchSize, OptionalLong.empty(), false, 0);
  }

  private DataLoader(
      Dataset dataset, int batchSize, OptionalLong seed, boolean dropLast, int workers) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be at least 1, not " + batchSize);
    }
    if (workers < 0) {
      throw new IllegalArgumentException("workers must be at least 0, not " + workers);
    }
    this.dataset = dataset;
    this.batchSize = batchSize;
    this.seed = seed;
    this.dropLast = dropLast;
    this.workers = workers;
  }

  /** A loader that reads in a random order, a different one in each epoch. */
  public DataLoader shuffle(long withSeed) {
    return new DataLoader(dataset, batchSize, OptionalLong.of(withSeed), dropLast, workers);
  }

  /** A loader that leaves out the last batch where it is smaller than the others. */
  public DataLoader dropLast() {
    return new DataLoader(dataset, batchSize, seed, true, workers);
  }

  /** A loader in which so many threads prepare batches ahead; 0 prepares them on the caller's. */
  public DataLoader workers(int threads) {
    return new DataLoader(dataset, batchSize, seed, dropLast, threads);
  }

  /** The number of batches of an epoch. */
  public int batches() {
    int examples = dataset.size();
    return examples / batchSize + (!dropLast && examples % batchSize > 0 ? 1 : 0);
  }

  /** The dataset that is read. */
  public Dataset dataset() {
    return dataset;
  }

  /** The next epoch. */
  @Override
  public Iterator<Batch> iterator() {
    return batchesOf(nextEpoch.getAndIncrement());
  }

  /** The epoch of that number, from 0; each iteration repeats it. */
  public Iterable<Batch> epoch(long number) {
    return () -> batchesOf(number);
  }

  private Iterator<Batch> batchesOf(long epoch) {
    int[] order =
        seed.isPresent()
            ? Shuffle.permutation(dataset.size(), seed.getAsLong(), epoch)
            : Shuffle.ascending(dataset.size());
    return workers == 0
        ? new OnDemand(order)
        : new Prefetching(batches(), workers, batch -> read(order, batch));
  }

  private Batch read(int[] order, int batch) {
    int from = batch * batchSize;
    return dataset.batch(Arrays.copyOfRange(order, from, Math.min(from + batchSize, order.length)));
  }

  /** Reads each batch when it is asked for. */
  private final class OnDemand implements Iterator<Batch> {
    private final int[] order;
    private int next;

    OnDemand(int... order) {
      this.order = order;
    }

    @Override
    public boolean hasNext() {
      return next < batches();
    }

    @Override
    public Batch next() {
      if (!hasNext()) {
        throw new NoSuchElementException("the epoch has " + batches() + " batches");
      }
      return read(order, next++);
    }
  }
}
