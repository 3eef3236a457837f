/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cuda;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * A file of the cache: eight letters that name the format, the SHA-256 of a cubin, the cubin. A
 * file is written under another name and moved, so others see all of it or nothing.
 */
final class CubinFile {
  /** What the names of files end with that are being written. */
  static final String UNFINISHED = ".part";

  private static final byte[] FORMAT = "GSCUBIN1".getBytes(StandardCharsets.US_ASCII);
  private static final int DIGEST = 32;
  private static final int HEAD = FORMAT.length + DIGEST;

  private CubinFile() {}

  /** Bytes of the file for a cubin. */
  static long size(byte[] cubin) {
    return HEAD + (long) cubin.length;
  }

  /** The cubin in a file; empty if the file is not as it was written. */
  static Optional<byte[]> read(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    if (content.length < HEAD
        || !Arrays.equals(content, 0, FORMAT.length, FORMAT, 0, FORMAT.length)) {
      return Optional.empty();
    }
    byte[] cubin = Arrays.copyOfRange(content, HEAD, content.length);
    byte[] digest = CubinKey.sha256().digest(cubin);
    return Arrays.equals(content, FORMAT.length, HEAD, digest, 0, DIGEST)
        ? Optional.of(cubin)
        : Optional.empty();
  }

  /** Writes a file in one step; a file of that name is replaced. */
  static void write(Path file, byte[] cubin) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + UNFINISHED);
    try {
      try (FileChannel channel =
          FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(size(cubin)));
        content.put(FORMAT).put(CubinKey.sha256().digest(cubin)).put(cubin).flip();
        while (content.hasRemaining()) {
          channel.write(content);
        }
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
