/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * An array of unsigned bytes read from an IDX file, the format of MNIST and its relatives: two zero
 * bytes, the element type, the number of dimensions, each size as a big-endian 32-bit integer, then
 * the elements in row-major order. Gzip is recognised by content, not by name.
 *
 * @param shape sizes of the dimensions
 * @param bytes the elements
 */
@SuppressWarnings("ArrayRecordComponent") // millions of pixels; the reader hands over its only copy
record Idx(int[] shape, byte[] bytes) {
  private static final int UNSIGNED_BYTE = 0x08;
  private static final int MAX_RANK = 8;
  private static final int INT_BYTES = 4;

  /** The largest array that every JVM allocates. */
  private static final long MAX_ELEMENTS = Integer.MAX_VALUE - 8L;

  private static final int[] GZIP_MAGIC = {0x1f, 0x8b};
  private static final List<String> TYPE_NAMES =
      List.of("", "signed byte", "", "short", "int", "float", "double");
  private static final int FIRST_NAMED_TYPE = 0x08;

  /** Reads a whole file. */
  static Idx read(Path file) throws IOException {
    long sizeOnDisk = Files.size(file);
    try (BufferedInputStream raw = new BufferedInputStream(Files.newInputStream(file))) {
      if (isGzip(raw)) {
        return readGzip(file, raw);
      }
      return new Reader(file.toString(), raw, sizeOnDisk).read();
    }
  }

  /** The number of entries along the first dimension. */
  int count() {
    return shape[0];
  }

  private static boolean isGzip(BufferedInputStream in) throws IOException {
    in.mark(GZIP_MAGIC.length);
    boolean gzip = in.read() == GZIP_MAGIC[0] && in.read() == GZIP_MAGIC[1];
    in.reset();
    return gzip;
  }

  private static Idx readGzip(Path file, InputStream raw) throws IOException {
    try (InputStream in = new BufferedInputStream(new GZIPInputStream(raw))) {
      return new Reader(file + " (unpacked)", in, Long.MAX_VALUE).read();
    } catch (ZipException e) {
      throw new IdxFormatException(file + ": the gzip stream is damaged: " + e.getMessage(), e);
    } catch (EOFException e) {
      throw new IdxFormatException(
          file + ": the gzip stream ends early, so the file is truncated; fetch it again", e);
    }
  }

  /** Reads one stream and knows how far it got. */
  private static final class Reader {
    private final String name;
    private final InputStream in;
    private final long available;
    private int position;

    Reader(String name, InputStream in, long available) {
      this.name = name;
      this.in = in;
      this.available = available;
    }

    Idx read() throws IOException {
      int[] shape = readShape();
      long elements = 1;
      for (int size : shape) {
        elements *= size;
        if (elements > MAX_ELEMENTS) {
          throw new IdxFormatException(
              "%s: the sizes %s at byte %s ask for more than %s elements; the header is damaged"
                  .formatted(name, Arrays.toString(shape), INT_BYTES, MAX_ELEMENTS));
        }
      }
      if (elements > available - position) {
        throw truncated(shape, elements, available - position);
      }
      byte[] bytes = in.readNBytes((int) elements);
      if (bytes.length < elements) {
        throw truncated(shape, elements, bytes.length);
      }
      if (in.read() >= 0) {
        throw new IdxFormatException(
            "%s: there are more bytes than the %s elements of sizes %s, from byte %s on"
                .formatted(name, elements, Arrays.toString(shape), position + elements));
      }
      return new Idx(shape, bytes);
    }

    private int[] readShape() throws IOException {
      int magic = readInt("the magic number");
      int type = magic >>> Byte.SIZE;
      int rank = magic & 0xff;
      if (type != UNSIGNED_BYTE) {
        throw new IdxFormatException(
            "%s: the magic number at byte 0 is 0x%08x, but an IDX file of unsigned bytes starts with"
                    .formatted(name, magic)
                + " 0x000008 and the number of dimensions"
                + otherType(type));
      }
      if (rank < 1 || rank > MAX_RANK) {
        throw new IdxFormatException(
            "%s: byte 3 says %s dimensions; from 1 to %s make sense"
                .formatted(name, rank, MAX_RANK));
      }
      int[] shape = new int[rank];
      for (int d = 0; d < rank; d++) {
        shape[d] = readInt("the size of dimension " + d);
        if (shape[d] < 0) {
          throw new IdxFormatException(
              "%s: the size of dimension %s at byte %s is %s, more than an array can have"
                  .formatted(name, d, position - INT_BYTES, Integer.toUnsignedString(shape[d])));
        }
      }
      return shape;
    }

    private static String otherType(int type) {
      int index = type - FIRST_NAMED_TYPE;
      boolean known = index > 0 && index < TYPE_NAMES.size() && !TYPE_NAMES.get(index).isEmpty();
      return known ? "; this one holds elements of type " + TYPE_NAMES.get(index) : "";
    }

    private int readInt(String role) throws IOException {
      byte[] four = in.readNBytes(INT_BYTES);
      if (four.length < INT_BYTES) {
        throw new IdxFormatException(
            "%s: the file ends at byte %s, inside %s"
                .formatted(name, position + four.length, role));
      }
      position += INT_BYTES;
      int value = 0;
      for (byte b : four) {
        value = (value << Byte.SIZE) | (b & 0xff);
      }
      return value;
    }

    private IdxFormatException truncated(int[] shape, long expected, long found) {
      return new IdxFormatException(
          "%s: sizes %s need %s bytes from byte %s on, but only %s are there: the file is truncated"
              .formatted(name, Arrays.toString(shape), expected, position, found));
    }
  }
}
