/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.transformer;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.annotation.Differentiable;
import org.gradsmith.annotation.Shape;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.nn.init.Init;
import org.gradsmith.nn.layer.Linear;
import org.gradsmith.tensor.Tensor;

/**
 * Says for each place of a text which character comes next: numbers of characters (N, T), int64, to
 * scores (N, T, characters). T is at most the context.
 */
public final class CharacterModel extends UnaryModule {
  private static final double SPREAD = 0.02;

  private final Tensor characters;
  private final Tensor places;
  private final List<Block> blocks = new ArrayList<>();
  private final LayerNorm norm;
  private final Linear head;

  /** An untrained model. */
  public CharacterModel(CharacterModelSize size) {
    int features = size.features();
    characters = parameter(Init.normal(Tensor.empty(size.characters(), features), 0, SPREAD));
    places = parameter(Init.normal(Tensor.empty(size.context(), features), 0, SPREAD));
    for (int i = 0; i < size.blocks(); i++) {
      blocks.add(new Block(features, size.heads(), size.dropout()));
    }
    norm = new LayerNorm(features);
    head = new Linear(features, size.characters());
  }

  @Differentiable
  @Override
  public Tensor forward(@Shape("N, T") Tensor text) {
    Tensor rows = characters.indexSelect(0, text.reshape(-1));
    Tensor x = rows.view(text.size(0), text.size(1), -1).add(places.narrow(0, 0, text.size(1)));
    for (Block block : blocks) {
      x = block.call(x);
    }
    return head.call(norm.call(x));
  }
}
