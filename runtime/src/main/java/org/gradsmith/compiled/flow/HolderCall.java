/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.gradsmith.tensor.Tensor;

/**
 * As {@link FunctionCall}, of something that returns its tensors in a list, an array or a record,
 * or one of them alone.
 *
 * @param <R> what it returns
 */
public final class HolderCall<R> {
  private final FunctionCall call;
  private final R result;

  private HolderCall(FunctionCall call, R result) {
    this.call = call;
    this.result = result;
  }

  /**
   * Calls a function of tensors.
   *
   * @param place what messages call the call
   */
  @SuppressWarnings("unchecked") // what is rebuilt has the class of what it is rebuilt from
  public static <R> HolderCall<R> of(
      Flow flow, String place, Function<Tensor[], R> function, Tensor... tensors) {
    List<R> returned = new ArrayList<>(1);
    FunctionCall call =
        FunctionCall.ofAll(
            flow,
            place,
            in -> {
              R holder = function.apply(in);
              returned.add(holder);
              return Holders.tensors(holder).toArray(new Tensor[0]);
            },
            tensors);
    Iterator<Tensor> parts = Arrays.asList(call.results()).iterator();
    return new HolderCall<>(
        call, (R) Objects.requireNonNull(Holders.rebuilt(returned.getFirst(), parts)));
  }

  /** What the function returned, with tensors whose gradients are followed. */
  public R result() {
    return result;
  }

  /** Passes the adjoints of the tensors on. */
  public void backward() {
    call.backward();
  }
}
