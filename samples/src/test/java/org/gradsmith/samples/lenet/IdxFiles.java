/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.lenet;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.gradsmith.samples.digits.DrawnDigits;

/** Writes drawn digits in MNIST's files. */
public final class IdxFiles {
  private static final long SEED = 17;

  private IdxFiles() {}

  /** Writes images and labels called {@code prefix}, {@code t10k} or {@code train}. */
  public static void write(Path folder, String prefix, int count, boolean gzip) throws IOException {
    DrawnDigits digits = DrawnDigits.draw(count, SEED);
    int side = DrawnDigits.SIDE;
    write(folder, prefix + "-images-idx3-ubyte", gzip, digits.images(), count, side, side);
    write(folder, prefix + "-labels-idx1-ubyte", gzip, digits.labels(), count);
  }

  private static void write(Path folder, String name, boolean gzip, byte[] bytes, int... shape)
      throws IOException {
    Path file = folder.resolve(gzip ? name + ".gz" : name);
    OutputStream raw = Files.newOutputStream(file);
    try (DataOutputStream out = new DataOutputStream(gzip ? new GZIPOutputStream(raw) : raw)) {
      out.writeInt(0x0800 | shape.length);
      for (int size : shape) {
        out.writeInt(size);
      }
      out.write(bytes);
    }
  }
}
