/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.ir;

/** Element type of a tensor. */
public enum DType {
  FLOAT32("float32", 4, true),
  FLOAT64("float64", 8, true),
  FLOAT16("float16", 2, true),
  BFLOAT16("bfloat16", 2, true),
  INT8("int8", 1, false),
  INT16("int16", 2, false),
  INT32("int32", 4, false),
  INT64("int64", 8, false),
  UINT8("uint8", 1, false),
  BOOL("bool", 1, false);

  private final String spelling;
  private final int byteSize;
  private final boolean floating;

  DType(String spelling, int byteSize, boolean floating) {
    this.spelling = spelling;
    this.byteSize = byteSize;
    this.floating = floating;
  }

  /** Bytes per element. */
  public int byteSize() {
    return byteSize;
  }

  /** Whether values of this type can carry a gradient. */
  public boolean isFloating() {
    return floating;
  }

  /** The name PyTorch users know: {@code float32}, {@code int64}, ... */
  @Override
  public String toString() {
    return spelling;
  }
}
