/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

import java.util.function.Function;
import org.gradsmith.autograd.AutogradException;
import org.gradsmith.autograd.BatchLevel;
import org.gradsmith.autograd.GradMode;
import org.gradsmith.autograd.Randomness;
import org.gradsmith.autograd.ViewHistory;
import org.gradsmith.backend.StridedArray;
import org.gradsmith.memory.Storage;
import org.jspecify.annotations.Nullable;

/**
 * Tensors within a vmap: they have the shape of one example and stand for the values of all, so
 * that nobody can read their elements. Their place in the graph is that of the function within;
 * that of the values behind them is the graph around the vmap.
 */
public final class Batches {
  private static final String SPREAD =
      "holds the values of all examples of a vmap, and cannot be read as one of them";

  private Batches() {}

  /** What stands behind a tensor within a vmap; null for others. */
  public static @Nullable Batch of(Tensor tensor) {
    AutogradMeta meta = tensor.autograd();
    return meta == null ? null : meta.batch();
  }

  /** Whether a tensor belongs to a vmap that is under way, so that every op must be seen. */
  public static boolean isWithinVmap(Tensor tensor) {
    return isActive() && of(tensor) != null;
  }

  /** Whether this thread is within a vmap. */
  public static boolean isActive() {
    return BatchLevel.isActive();
  }

  /** The examples along the first dimension of {@code values}, as one tensor. */
  public static Tensor perExample(BatchLevel level, Tensor values, boolean mayBeShared) {
    return standingFor(new Batch(level, values, true, mayBeShared), values.array().shape(), 1);
  }

  /** A value that is the same for all examples, as a tensor of the level. */
  static Tensor forAll(BatchLevel level, Tensor value) {
    return standingFor(new Batch(level, value, false, true), value.array().shape(), 0);
  }

  private static Tensor standingFor(Batch batch, long[] shape, int skipped) {
    long[] own = java.util.Arrays.copyOfRange(shape, skipped, shape.length);
    StridedArray array =
        new StridedArray(
            Storage.unreadable(SPREAD),
            batch.value().dtype(),
            own,
            StridedArray.contiguousStrides(own),
            0);
    Tensor tensor = Tensor.owning(array, batch.value().device());
    tensor.autogradOrNew().batch(batch);
    return tensor;
  }

  /** The same values under another object, which has no place in the graph of the level yet. */
  static Tensor again(Batch batch, Tensor tensor) {
    Tensor other = Tensor.owning(tensor.array(), tensor.device());
    other.autogradOrNew().batch(batch);
    return other;
  }

  /** A tensor as the innermost vmap of this thread sees it. */
  public static Tensor lifted(Tensor tensor) {
    BatchLevel level = BatchLevel.innermost();
    return level == null ? tensor : lifted(tensor, level);
  }

  /** A tensor as the vmap sees it that another tensor belongs to. */
  public static Tensor liftedLike(Tensor tensor, Tensor other) {
    Batch batch = BatchLevel.isActive() ? of(other) : null;
    return batch == null ? tensor : lifted(tensor, batch.level());
  }

  static Tensor lifted(Tensor tensor, BatchLevel level) {
    Batch batch = of(tensor);
    return batch != null && batch.level() == level ? tensor : forAll(level, tensor);
  }

  /** The operands as the innermost vmap sees them that one belongs to; themselves if none does. */
  public static @Nullable Tensor[] lifted(@Nullable Tensor[] operands) {
    BatchLevel level = level(operands);
    if (level == null) {
      return operands;
    }
    @Nullable Tensor[] lifted = new @Nullable Tensor[operands.length];
    for (int i = 0; i < operands.length; i++) {
      Tensor operand = operands[i];
      lifted[i] = operand == null ? null : lifted(operand, level);
    }
    return lifted;
  }

  /** The innermost vmap that a tensor belongs to. */
  public static @Nullable BatchLevel level(@Nullable Tensor... operands) {
    BatchLevel level = null;
    for (Tensor operand : operands) {
      Batch batch = operand == null ? null : of(operand);
      if (batch != null && (level == null || batch.level().number() > level.number())) {
        level = batch.level();
      }
    }
    if (level != null && level.isClosed()) {
      throw new AutogradException(
          "a tensor of a vmap that is over was used: it was kept by the function within; return it"
              + " from the function instead");
    }
    return level;
  }

  /** Refuses tensors within a vmap where only whole tensors can be worked with. */
  public static void refuse(String what, Iterable<? extends @Nullable Tensor> tensors) {
    if (!BatchLevel.isActive()) {
      return;
    }
    for (Tensor tensor : tensors) {
      if (tensor != null && of(tensor) != null) {
        throw new AutogradException(
            "%s has no batching rule, but it was given a tensor within a vmap (%s); call it in a loop over the examples instead"
                .formatted(what, tensor.describe()));
      }
    }
  }

  /** The tensor whose elements may be read; an error where every example has others. */
  static Tensor readable(Tensor tensor, String method) {
    Batch batch = of(tensor);
    if (batch == null) {
      return tensor;
    }
    if (batch.perExample()) {
      throw new AutogradException(
          "%s within a vmap: %s has other elements in every example, so that no Java value stands for all of them, and no Java condition can depend on it; stay in tensors (where(condition, a, b) for a branch)"
              .formatted(method, tensor.describe()));
    }
    return readable(batch.value(), method);
  }

  /** The same values, without their place in the graph of the function within. */
  public static Tensor withoutHistory(Tensor tensor) {
    Batch batch = of(tensor);
    return batch == null ? tensor.detach() : again(batch, tensor);
  }

  /**
   * The values of all examples, the batch in front; the level must be that of the tensor, if any.
   */
  public static Tensor values(Tensor result, BatchLevel level) {
    Batch batch = of(result);
    boolean own = batch != null && batch.level() == level;
    Tensor value = own && batch != null ? batch.value() : result;
    boolean each = own && batch != null && batch.perExample();
    long[] shape = result.array().shape();
    long[] all = new long[shape.length + 1];
    all[0] = level.size();
    System.arraycopy(shape, 0, all, 1, shape.length);
    Tensor whole = each ? value : value.unsqueeze(0).expand(all);
    if (GradMode.isEnabled() || !whole.requiresGrad()) {
      return whole;
    }
    Tensor outside = withoutHistory(whole);
    ViewHistory.shareTangents(whole, outside);
    return outside;
  }

  /**
   * Writing is possible where no other tensor shows the elements, and would have to change, too.
   */
  static void checkWritable(Tensor x, String method) {
    Batch batch = of(x);
    if (batch != null && batch.mayBeShared()) {
      throw new InPlaceException(
          method
              + " within a vmap: "
              + x.describe()
              + " is an argument, a view, or has views; write to a copy, or compute a new tensor");
    }
  }

  /**
   * Puts the values of a result in the place of those of {@code x}, if a vmap is involved.
   *
   * @return whether it is
   */
  static boolean put(Tensor result, Tensor x, String method) {
    BatchLevel level = level(result, x);
    if (level == null) {
      return false;
    }
    Batch target = of(x);
    if (target == null || target.level() != level) {
      throw new InPlaceException(
          "%s within a vmap: every example would write other elements to one tensor that is the same for all (%s); compute a new tensor instead"
              .formatted(method, x.describe()));
    }
    Batch written = of(lifted(result, level));
    boolean each = written != null && written.perExample();
    Tensor values = each && written != null ? written.value() : values(result, level);
    x.autogradOrNew().batch(new Batch(level, values, true, false));
    return true;
  }

  /** Notes that a view shows the elements of a tensor from now on. */
  static void viewed(Tensor x) {
    Batch batch = of(x);
    if (batch != null && !batch.mayBeShared()) {
      x.autogradOrNew().batch(new Batch(batch.level(), batch.value(), batch.perExample(), true));
    }
  }

  /** A random draw, made as the vmaps of this thread say. */
  static Tensor drawn(String method, long[] shape, Function<long[], Tensor> draw) {
    return drawn(BatchLevel.innermost(), method, shape, draw);
  }

  private static Tensor drawn(
      @Nullable BatchLevel level, String method, long[] shape, Function<long[], Tensor> draw) {
    if (level == null) {
      return draw.apply(shape);
    }
    if (level.randomness() == Randomness.ERROR) {
      throw new AutogradException(
          method
              + " within a vmap: say whether examples get numbers of their own"
              + " (Randomness.DIFFERENT) or the same ones (Randomness.SAME)");
    }
    if (level.randomness() == Randomness.SAME) {
      return drawn(level.outer(), method, shape, draw);
    }
    long[] all = new long[shape.length + 1];
    all[0] = level.size();
    System.arraycopy(shape, 0, all, 1, shape.length);
    return perExample(level, drawn(level.outer(), method, all, draw), false);
  }
}
