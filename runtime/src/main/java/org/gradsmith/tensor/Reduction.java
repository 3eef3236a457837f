/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.tensor;

/** How the losses of a batch's elements are put together. */
public enum Reduction {
  /** Not at all: one loss per element. */
  NONE(0),
  /** Their mean. */
  MEAN(1),
  /** Their sum. */
  SUM(2);

  private final long code;

  Reduction(long code) {
    this.code = code;
  }

  /** The op table's number for it. */
  public long code() {
    return code;
  }
}
