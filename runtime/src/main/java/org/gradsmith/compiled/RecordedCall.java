/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.autograd.SavedTensor;
import org.gradsmith.tensor.Primitives;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What one run of a generated forward sweep keeps for its reverse sweep. Generated classes read
 * their operands once, in the constructor, keep in fields what the reverse sweep reads, and hold
 * nothing else: whatever one run needs lives and dies with this object.
 */
public abstract class RecordedCall {
  /** The names of the classes that generated classes belong to. */
  private static final ClassValue<String> USERS =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
          String generated = type.getName();
          int end = generated.indexOf("__");
          return end < 0 ? generated : generated.substring(0, end);
        }
      };

  private final List<Tensor> owned = new ArrayList<>(0);

  RecordedCall() {}

  /**
   * The tensors the call depends on: its arguments, then each tensor field it read; null if absent.
   */
  public abstract List<@Nullable Tensor> operands();

  /** What messages call each operand: {@code x}, {@code conv1.weight}. As many as operands. */
  public abstract List<String> operandNames();

  /** Whether an operand has a gradient; one that is only compared with others has none. */
  public boolean hasGradient(int operand) {
    return true;
  }

  /**
   * Keeps an operand, or a result, for the reverse sweep; a write to it in between is found.
   *
   * @param name what messages call it
   */
  protected final SavedTensor save(Tensor tensor, String name) {
    return SavedTensor.of(tensor, USERS.get(getClass()), name);
  }

  /**
   * Keeps a tensor that nobody but this call can reach, such as a pre-activation or the indices of
   * a pooling. Its storage is released together with the call's record.
   *
   * @param name what messages call it
   */
  protected final SavedTensor saveOwned(Tensor tensor, String name) {
    owned.add(tensor);
    return save(tensor, name);
  }

  /** Gives back the storages of temporaries that nobody but the caller can reach. */
  protected static void release(Tensor... temporaries) {
    Primitives.release(temporaries);
  }

  /** Releases what only this call could reach. */
  void free() {
    Primitives.release(owned.toArray(new Tensor[0]));
    owned.clear();
  }
}
