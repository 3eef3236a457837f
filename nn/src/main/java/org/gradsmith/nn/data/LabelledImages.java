/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.data;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.gradsmith.tensor.Tensor;

/**
 * Grey images with class numbers, kept as bytes and scaled when they are read: an input is a
 * float32 tensor (1, height, width), a target an int64 tensor of no dimensions.
 */
public final class LabelledImages implements Dataset {
  private final byte[] pixels;
  private final byte[] labels;
  private final int height;
  private final int width;
  private final float[] values;

  /**
   * Images in row-major order, one after the other, and one label per image. The arrays are not
   * copied.
   */
  public LabelledImages(byte[] pixels, byte[] labels, int height, int width, PixelScale scale) {
    if (height < 1 || width < 1 || (long) labels.length * height * width != pixels.length) {
      throw new IllegalArgumentException(
          "%s labels for images of %s x %s need %s pixels, not %s"
              .formatted(
                  labels.length,
                  height,
                  width,
                  (long) labels.length * height * width,
                  pixels.length));
    }
    this.pixels = pixels;
    this.labels = labels;
    this.height = height;
    this.width = width;
    this.values = scale.table();
  }

  /** The same images on another scale. */
  public LabelledImages scaled(PixelScale other) {
    return new LabelledImages(pixels, labels, height, width, other);
  }

  public int height() {
    return height;
  }

  public int width() {
    return width;
  }

  /** The class number of an image. */
  public int label(int index) {
    return Byte.toUnsignedInt(labels[index]);
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public Sample get(int index) {
    Batch one = batch(index);
    return new Sample(one.input().select(0, 0), one.target().select(0, 0));
  }

  @Override
  public Batch batch(int... indices) {
    Tensor input = Tensor.empty(indices.length, 1, height, width);
    MemorySegment to = input.storage().segment();
    long[] target = new long[indices.length];
    int imageSize = height * width;
    long at = 0;
    for (int i = 0; i < indices.length; i++) {
      int index = Objects.checkIndex(indices[i], labels.length);
      target[i] = label(index);
      for (int p = index * imageSize; p < (index + 1) * imageSize; p++) {
        to.setAtIndex(ValueLayout.JAVA_FLOAT, at++, values[Byte.toUnsignedInt(pixels[p])]);
      }
    }
    return new Batch(input, Tensor.of(target));
  }
}
