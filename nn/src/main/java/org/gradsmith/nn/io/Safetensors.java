/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.io;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradsmith.tensor.Tensor;

/**
 * Tensors in a safetensors file: eight bytes of header length, a JSON header, the elements in
 * row-major, little-endian order. The bytes are those that the reference implementation writes.
 *
 * <p>A file is validated completely before a tensor is made: the header's length and encoding, its
 * grammar, each tensor's type, shape and place, no gaps, no overlap, nothing behind the last
 * tensor.
 */
public final class Safetensors {
  private static final int LENGTH_BYTES = Long.BYTES;
  private static final long MAX_HEADER_BYTES = 100_000_000;
  private static final long CHUNK_BYTES = 1 << 26;

  private Safetensors() {}

  /**
   * What a file holds.
   *
   * @param tensors by name, in the order of their bytes
   * @param metadata free text by key
   */
  public record Content(Map<String, Tensor> tensors, Map<String, String> metadata) {}

  /** Writes tensors, replacing the file at once when all is written. */
  public static void save(Path file, Map<String, Tensor> tensors) throws IOException {
    save(file, tensors, Map.of());
  }

  /** Writes tensors and free text, replacing the file at once when all is written. */
  public static void save(Path file, Map<String, Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    requireLittleEndian();
    if (tensors.containsKey(Header.METADATA)) {
      throw new IllegalArgumentException(
          "a tensor cannot be named %s: the format keeps that name for free text"
              .formatted(Header.METADATA));
    }
    Map<String, Tensor> ordered = inOrderOfReference(tensors);
    byte[] json = header(ordered, metadata).toJson().getBytes(StandardCharsets.UTF_8);
    int headerBytes = json.length + Header.padding(json.length);
    if (headerBytes > MAX_HEADER_BYTES) {
      throw new IllegalArgumentException(
          "the header of %s tensors takes %s bytes; a reader accepts at most %s"
              .formatted(tensors.size(), headerBytes, MAX_HEADER_BYTES));
    }
    ByteBuffer start = ByteBuffer.allocate(LENGTH_BYTES + headerBytes);
    start.order(ByteOrder.LITTLE_ENDIAN).putLong(headerBytes).put(json);
    while (start.hasRemaining()) {
      start.put((byte) ' ');
    }
    AtomicFile.write(
        file,
        channel -> {
          writeFully(channel, start.flip());
          for (Tensor tensor : ordered.values()) {
            write(channel, tensor.detach().contiguous());
          }
        });
  }

  /** The tensors of a file, in the order of their bytes. */
  public static Map<String, Tensor> load(Path file) throws IOException {
    return read(file).tensors();
  }

  /** The tensors and the free text of a file. */
  public static Content read(Path file) throws IOException {
    requireLittleEndian();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      String name = file.toString();
      Header header = readHeader(name, channel);
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (Map.Entry<String, Header.Entry> each : header.tensors().entrySet()) {
        Header.Entry entry = each.getValue();
        Tensor tensor = Tensor.empty(entry.type().dtype(), entry.sizes());
        tensors.put(each.getKey(), tensor);
        for (ByteBuffer part : parts(tensor)) {
          readFully(name, channel, part);
        }
      }
      return new Content(tensors, header.metadata());
    }
  }

  private static Header readHeader(String name, FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < LENGTH_BYTES) {
      throw new SafetensorsFormatException(
          "%s: %s bytes are too few for a safetensors file, which starts with 8 bytes of header length"
              .formatted(name, size));
    }
    ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    readFully(name, channel, length);
    long headerBytes = length.getLong(0);
    if (headerBytes < 0 || headerBytes > MAX_HEADER_BYTES) {
      throw new SafetensorsFormatException(
          "%s: the header would be %s bytes long; at most %s are allowed, so this is not a"
                  .formatted(name, Long.toUnsignedString(headerBytes), MAX_HEADER_BYTES)
              + " safetensors file");
    }
    if (headerBytes > size - LENGTH_BYTES) {
      throw new SafetensorsFormatException(
          "%s: the header should be %s bytes long, but only %s follow: the file is truncated"
              .formatted(name, headerBytes, size - LENGTH_BYTES));
    }
    ByteBuffer json = ByteBuffer.allocate((int) headerBytes);
    readFully(name, channel, json);
    return Header.parse(name, decode(name, json.flip()), size - LENGTH_BYTES - headerBytes);
  }

  private static String decode(String name, ByteBuffer utf8) throws SafetensorsFormatException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
    } catch (CharacterCodingException _) {
      throw new SafetensorsFormatException(
          "%s: the header is not UTF-8 from its byte %s on".formatted(name, utf8.position()));
    }
  }

  private static Header header(Map<String, Tensor> tensors, Map<String, String> metadata) {
    Map<String, Header.Entry> entries = new LinkedHashMap<>();
    long begin = 0;
    for (Map.Entry<String, Tensor> each : tensors.entrySet()) {
      Tensor tensor = each.getValue();
      long end = begin + tensor.numel() * tensor.dtype().byteSize();
      ElementType type = ElementType.of(tensor.dtype());
      entries.put(each.getKey(), new Header.Entry(type, shapeOf(tensor), begin, end));
      begin = end;
    }
    return new Header(entries, metadata);
  }

  private static List<Long> shapeOf(Tensor tensor) {
    return Arrays.stream(tensor.shape()).boxed().toList();
  }

  /** Wider types first, then by name, compared as UTF-8: so every tensor is aligned to its type. */
  private static Map<String, Tensor> inOrderOfReference(Map<String, Tensor> tensors) {
    List<Map.Entry<String, Tensor>> sorted = new ArrayList<>(tensors.entrySet());
    Comparator<Map.Entry<String, Tensor>> byType =
        Comparator.comparing(each -> ElementType.of(each.getValue().dtype()));
    sorted.sort(byType.reversed().thenComparing(Safetensors::compareNames));
    Map<String, Tensor> ordered = new LinkedHashMap<>();
    sorted.forEach(each -> ordered.put(each.getKey(), each.getValue()));
    return ordered;
  }

  private static int compareNames(Map.Entry<String, ?> left, Map.Entry<String, ?> right) {
    return Arrays.compareUnsigned(
        left.getKey().getBytes(StandardCharsets.UTF_8),
        right.getKey().getBytes(StandardCharsets.UTF_8));
  }

  private static void write(FileChannel channel, Tensor dense) throws IOException {
    try {
      for (ByteBuffer part : parts(dense)) {
        writeFully(channel, part);
      }
    } finally {
      Reference.reachabilityFence(dense);
    }
  }

  /** The memory of a contiguous tensor, in pieces that a byte buffer can address. */
  private static List<ByteBuffer> parts(Tensor dense) {
    long width = dense.dtype().byteSize();
    MemorySegment all =
        dense.storage().segment().asSlice(dense.array().offset() * width, dense.numel() * width);
    List<ByteBuffer> parts = new ArrayList<>();
    for (long from = 0; from < all.byteSize(); from += CHUNK_BYTES) {
      parts.add(all.asSlice(from, Math.min(CHUNK_BYTES, all.byteSize() - from)).asByteBuffer());
    }
    return parts;
  }

  private static void readFully(String name, FileChannel channel, ByteBuffer target)
      throws IOException {
    while (target.hasRemaining()) {
      if (channel.read(target) < 0) {
        throw new EOFException(name + ": the file became shorter while it was read");
      }
    }
  }

  private static void writeFully(FileChannel channel, ByteBuffer source) throws IOException {
    while (source.hasRemaining()) {
      channel.write(source);
    }
  }

  private static void requireLittleEndian() {
    if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
      throw new UnsupportedOperationException(
          "safetensors files are little-endian; this machine is not, which is not supported");
    }
  }
}
