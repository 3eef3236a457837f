/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.transformer;

import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.Shape;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.nn.layer.Linear;
import org.gradsmith.tensor.Tensor;

/**
 * A transformer block with normalisation before each half: attention, then two layers with GELU
 * between them, each added to what came in: (N, T, features) to the same.
 */
public final class Block extends UnaryModule {
  private static final int WIDER = 4;

  private final double dropout;
  private final LayerNorm norm1;
  private final CausalAttention attention;
  private final LayerNorm norm2;
  private final Linear up;
  private final Linear down;

  /** Dropout is behind the shares of attention and behind both halves. */
  public Block(int features, int heads, double dropout) {
    this.dropout = dropout;
    this.norm1 = new LayerNorm(features);
    this.attention = new CausalAttention(features, heads, dropout);
    this.norm2 = new LayerNorm(features);
    this.up = new Linear(features, WIDER * features);
    this.down = new Linear(WIDER * features, features);
  }

  @Differentiable
  @Override
  @Shape("N, T, features")
  public Tensor forward(@Shape("N, T, features") Tensor x) {
    Tensor h = x.add(attention.call(norm1.call(x)).dropout(dropout, isTraining()));
    Tensor thought = down.call(up.call(norm2.call(h)).gelu());
    return h.add(thought.dropout(dropout, isTraining()));
  }
}
