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
 * @param results what the forward sweep is run for: the method's result, or several values
 * @param reads the members it reads when a call starts, in order
 * @param operands the tensors a gradient may be asked for: parameters, then tensor members, in the
 *     order in which they are first read
 * @param forward the forward sweep
 * @param cotangents cotangents of the results, where the reverse sweep starts
 * @param reverse the reverse sweep
 * @param influences for each cotangent the operands whose gradients it contributes to
 */
public record Sweeps(
    Method method,
    List<Value> results,
    List<Node.Read> reads,
    List<Value> operands,
    List<Step> forward,
    List<Value> cotangents,
    List<Step> reverse,
    Map<Value, BitSet> influences) {
  public Sweeps {
    results = List.copyOf(results);
    reads = List.copyOf(reads);
    operands = List.copyOf(operands);
    forward = List.copyOf(forward);
    cotangents = List.copyOf(cotangents);
    reverse = List.copyOf(reverse);
    influences = Map.copyOf(influences);
  }

  /** The sweeps with their steps replaced. */
  public Sweeps with(List<Step> newForward, List<Step> newReverse) {
    return new Sweeps(
        method, results, reads, operands, newForward, cotangents, newReverse, influences);
  }

  /** The sweeps with another reverse sweep. */
  public Sweeps withReverse(List<Step> newReverse, Map<Value, BitSet> newInfluences) {
    return new Sweeps(
        method, results, reads, operands, forward, cotangents, newReverse, newInfluences);
  }
}
