/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;

/** Puts IDX files together by hand. */
final class IdxBytes {
  static final int UNSIGNED = 0x08;

  private IdxBytes() {}

  /** A header of this type and these sizes, then the elements. */
  static byte[] file(int type, int[] sizes, byte... elements) {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * sizes.length + elements.length);
    bytes.putInt(type << 8 | sizes.length);
    for (int size : sizes) {
      bytes.putInt(size);
    }
    return bytes.put(elements).array();
  }

  /** So many images of 28 by 28, every pixel of image i being i. */
  static byte[] images(int count) {
    byte[] pixels = new byte[count * 28 * 28];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i / (28 * 28));
    }
    return file(UNSIGNED, new int[] {count, 28, 28}, pixels);
  }

  /** Labels 0, 1, ... 9, 0, ... */
  static byte[] labels(int count) {
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) (i % 10);
    }
    return file(UNSIGNED, new int[] {count}, labels);
  }

  static byte[] gzip(byte... plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    }
    return packed.toByteArray();
  }
}
