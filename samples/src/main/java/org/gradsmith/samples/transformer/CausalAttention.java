/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.transformer;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.Shape;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.nn.layer.Linear;
import org.gradsmith.tensor.Tensor;

/**
 * Attention of several heads in which each place sees itself and the places before it: (N, T, E) to
 * (N, T, E). Each head computes softmax(q·kᵀ/√d)·v (Vaswani and others: Attention Is All You Need,
 * 2017).
 */
public final class CausalAttention extends UnaryModule {
  private final int heads;
  private final double dropout;
  private final Linear query;
  private final Linear key;
  private final Linear value;
  private final Linear out;

  /** Heads share the features evenly. */
  public CausalAttention(int features, int heads, double dropout) {
    if (features % heads != 0) {
      throw new IllegalArgumentException(
          features + " features cannot be shared evenly by " + heads + " heads");
    }
    this.heads = heads;
    this.dropout = dropout;
    this.query = new Linear(features, features);
    // A bias would add the same to all scores of a query, which softmax does not see.
    this.key = new Linear(features, features, false);
    this.value = new Linear(features, features);
    this.out = new Linear(features, features);
  }

  @Differentiable
  @Override
  @Shape("N, T, features")
  public Tensor forward(@Shape("N, T, features") Tensor x) {
    Tensor q = split(query.call(x));
    Tensor k = split(key.call(x));
    Tensor v = split(value.call(x));
    Tensor scores = q.matmul(k.transpose(-2, -1)).mul(1 / Math.sqrt((double) q.size(-1)));
    Tensor seen = Tensor.ones(x.size(1), x.size(1)).tril(0).gt(0);
    Tensor shares = Tensor.where(seen, scores, Double.NEGATIVE_INFINITY).softmax(-1);
    Tensor heard = shares.dropout(dropout, isTraining()).matmul(v);
    return out.call(heard.transpose(1, 2).reshape(x.size(0), x.size(1), x.size(2)));
  }

  /** (N, T, E) to (N, heads, T, E / heads). */
  private Tensor split(Tensor x) {
    return x.view(x.size(0), x.size(1), heads, x.size(2) / heads).transpose(1, 2);
  }
}
