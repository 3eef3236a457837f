/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.sweep;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.gradsmith.ir.Method;
import org.gradsmith.ir.Node;
import org.gradsmith.ir.Value;

/**
 * A differentiated method, or a piece of one.
 *
 * @param method the method the sweeps compute
 * @param reads the members it reads when a call starts, in order
 * @param operands the tensors a gradient may be asked for: parameters, then tensor members, in the
 *     order in which they are first read
 * @param forward the forward sweep
 * @param cotangent cotangent of the method's result, where the reverse sweep starts
 * @param reverse the reverse sweep
 * @param influences for each cotangent the operands whose gradients it contributes to
 */
public record Sweeps(
    Method method,
    List<Node.Read> reads,
    List<Value> operands,
    List<Step> forward,
    Value cotangent,
    List<Step> reverse,
    Map<Value, BitSet> influences) {
  public Sweeps {
    reads = List.copyOf(reads);
    operands = List.copyOf(operands);
    forward = List.copyOf(forward);
    reverse = List.copyOf(reverse);
    influences = Map.copyOf(influences);
  }

  /** The sweeps with their steps replaced. */
  public Sweeps with(List<Step> newForward, List<Step> newReverse) {
    return new Sweeps(method, reads, operands, newForward, cotangent, newReverse, influences);
  }

  /** The sweeps with another reverse sweep. */
  public Sweeps withReverse(List<Step> newReverse, Map<Value, BitSet> newInfluences) {
    return new Sweeps(method, reads, operands, forward, cotangent, newReverse, newInfluences);
  }

  /** What the forward sweep computes. */
  public Value result() {
    return method.result();
  }
}
