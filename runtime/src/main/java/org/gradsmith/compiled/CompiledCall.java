/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.gradsmith.autograd.Edge;
import org.gradsmith.autograd.SavedTensor;
import org.gradsmith.tensor.Primitives;
import org.gradsmith.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One call of a generated forward sweep. Generated subclasses read their operands once, in the
 * constructor, keep in fields what the reverse sweep reads, and hold nothing else: whatever one
 * call needs lives and dies with this object.
 */
public abstract class CompiledCall {
  /** The names of the classes that generated classes belong to. */
  private static final ClassValue<String> USERS =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
          String generated = type.getName();
          int end = generated.indexOf(Companions.SUFFIX);
          return end < 0 ? generated : generated.substring(0, end);
        }
      };

  private final List<NestedCall> nested = new ArrayList<>(0);
  private final List<Tensor> owned = new ArrayList<>(0);
  private boolean recording;

  protected CompiledCall() {}

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

  /** Computes the result and keeps nothing. */
  public abstract Tensor evaluate();

  /**
   * Computes the result and keeps what {@link #backward} reads for the gradients that are needed.
   *
   * @param needs which operands need a gradient
   */
  public abstract Tensor record(Needs needs);

  /**
   * The reverse sweep. Reads saved values through {@link SavedTensor#unpack}, and may run more than
   * once.
   *
   * @param yBar gradient of the result
   * @param needs which operands need a gradient
   * @param bars takes the gradient of each operand that needs one
   */
  public abstract void backward(Tensor yBar, Needs needs, Adjoints bars);

  /**
   * Whether the sweep goes through {@link #call}: then tensors outside {@link #operands} may need
   * gradients, which is known only after the forward sweep.
   */
  public boolean callsModules() {
    return false;
  }

  /**
   * Keeps an operand, or the result, for the reverse sweep; a write to it in between is found.
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

  /**
   * Calls an inner module as the user's body would, hooks included.
   *
   * @param module the module's {@code call}
   * @param x its argument
   * @param needsGradient whether the argument's gradient is needed: for an operand its bit in
   *     {@link Needs}, for the result of another nested call {@link NestedCall#needsGradient()}
   */
  protected final NestedCall call(
      Function<Tensor, Tensor> module, Tensor x, boolean needsGradient) {
    NestedCall call =
        recording ? NestedCall.record(module, x, needsGradient) : NestedCall.plain(module, x);
    if (call.needsGradient()) {
      nested.add(call);
    }
    return call;
  }

  /** Gives back the storages of temporaries that nobody but the caller can reach. */
  protected static void release(Tensor... temporaries) {
    Primitives.release(temporaries);
  }

  /** Says that {@link #record} follows. */
  final void startRecording() {
    recording = true;
  }

  /** Edges of nested calls to tensors that are not operands of this call, in order of the calls. */
  final List<Edge> freeEdges() {
    return nested.isEmpty()
        ? List.of()
        : nested.stream().flatMap(call -> call.freeEdges().stream()).toList();
  }

  /**
   * Gradients that belong to {@link #freeEdges()}, after {@link #backward}; null where none came.
   */
  final List<@Nullable Tensor> takeFreeGradients() {
    List<@Nullable Tensor> gradients = new ArrayList<>(0);
    nested.forEach(call -> gradients.addAll(call.takeFreeGradients()));
    return gradients;
  }

  /** Releases what only this call could reach. */
  final void free() {
    Primitives.release(owned.toArray(new Tensor[0]));
    owned.clear();
    nested.clear();
  }
}
