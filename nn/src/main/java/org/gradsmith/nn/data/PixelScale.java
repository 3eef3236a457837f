/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.data;

/** What the bytes of an image become. */
public enum PixelScale {
  /** 0 to 1: the byte divided by 255. */
  UNIT(0, 1),
  /** -1 to 1: from the unit scale, 0.5 is subtracted and the rest divided by 0.5. */
  SYMMETRIC(0.5f, 0.5f);

  private static final float LARGEST_BYTE = 255;

  private final float mean;
  private final float deviation;

  PixelScale(float mean, float deviation) {
    this.mean = mean;
    this.deviation = deviation;
  }

  /** The number for a byte, taken as unsigned. */
  public float of(byte pixel) {
    return (Byte.toUnsignedInt(pixel) / LARGEST_BYTE - mean) / deviation;
  }

  /** The numbers for all bytes, by their unsigned value. */
  float[] table() {
    float[] values = new float[1 << Byte.SIZE];
    for (int i = 0; i < values.length; i++) {
      values[i] = of((byte) i);
    }
    return values;
  }
}
