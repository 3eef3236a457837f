/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.layer;

import java.util.ArrayList;
import java.util.List;
import org.gradsmith.nn.Member;
import org.gradsmith.nn.UnaryModule;
import org.gradsmith.tensor.Tensor;

/**
 * Modules one after the other, named by their numbers, as PyTorch's {@code nn.Sequential}. The
 * container itself runs eagerly; each module in it runs the way it does anywhere.
 */
public final class Sequential extends UnaryModule {
  private final List<UnaryModule> layers;

  public Sequential(UnaryModule... layers) {
    this.layers = List.of(layers);
  }

  @Override
  public Tensor forward(Tensor x) {
    Tensor h = x;
    for (UnaryModule layer : layers) {
      h = layer.call(h);
    }
    return h;
  }

  /** The number of modules. */
  public int size() {
    return layers.size();
  }

  /** The module at a place, from 0. */
  public UnaryModule get(int index) {
    return layers.get(index);
  }

  @Override
  protected List<Member> members() {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      members.add(new Member(Integer.toString(i), layers.get(i), false));
    }
    return members;
  }
}
