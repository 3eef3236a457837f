/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.compiled;

import org.gradsmith.tensor.Tensor;

/** What all companions of these tests have in common. */
abstract class HandWritten<M> implements CompiledForward<M> {
  @Override
  public int apiLevel() {
    return ApiLevel.current();
  }

  @Override
  public String irHash() {
    return "hash of " + getClass().getSimpleName();
  }

  @Override
  public String sourceFile() {
    return "Handwritten.java";
  }

  @Override
  public String lines() {
    return "1=12";
  }

  @Override
  public boolean inlined(M self) {
    return true;
  }

  @Override
  public CompiledCall beginThroughModules(M self, Tensor x) {
    return begin(self, x);
  }
}
