/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.autograd;

/** The error of a second backward through a graph that the first one has freed. */
public final class Released {
  private Released() {}

  /** The error of a node that kept values and has dropped them. */
  public static AutogradException by(Node node) {
    return new AutogradException(
        "backward went through %s a second time, but the values kept for it were freed by the first backward; pass retainGraph = true to the first one, or compute the result again"
            .formatted(node));
  }
}
