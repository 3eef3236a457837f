/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxTest {
  private static final byte[] MATRIX =
      IdxBytes.file(IdxBytes.UNSIGNED, new int[] {2, 3}, new byte[] {1, 2, 3, 4, 5, (byte) 255});

  @TempDir private Path folder;

  @Test
  void readsPlainFiles() throws IOException {
    Idx idx = Idx.read(file(MATRIX));
    assertArrayEquals(new int[] {2, 3}, idx.shape());
    assertArrayEquals(new byte[] {1, 2, 3, 4, 5, (byte) 255}, idx.bytes());
  }

  @Test
  void recognisesGzipByContent() throws IOException {
    assertArrayEquals(
        Idx.read(file(MATRIX)).bytes(), Idx.read(file(IdxBytes.gzip(MATRIX))).bytes());
  }

  @Test
  void readsFilesWithoutElements() throws IOException {
    assertEquals(0, Idx.read(file(IdxBytes.file(IdxBytes.UNSIGNED, new int[] {0, 3}))).count());
  }

  @Test
  void refusesAnEmptyFile() {
    assertRefused(new byte[0], "%s: the file ends at byte 0, inside the magic number");
  }

  @Test
  void refusesAShortHeader() {
    assertRefused(
        Arrays.copyOf(MATRIX, 10), "%s: the file ends at byte 10, inside the size of dimension 1");
  }

  @Test
  void refusesAnotherMagicNumber() {
    assertRefused(
        new byte[] {'P', 'N', 'G', '!'},
        "%s: the magic number at byte 0 is 0x504e4721, but an IDX file of unsigned bytes starts with"
            + " 0x000008 and the number of dimensions");
  }

  @Test
  void namesOtherElementTypes() {
    assertRefused(
        IdxBytes.file(0x0d, new int[] {1}, new byte[4]),
        "%s: the magic number at byte 0 is 0x00000d01, but an IDX file of unsigned bytes starts with"
            + " 0x000008 and the number of dimensions; this one holds elements of type float");
  }

  @Test
  void refusesNoDimensions() {
    assertRefused(
        IdxBytes.file(IdxBytes.UNSIGNED, new int[0]),
        "%s: byte 3 says 0 dimensions; from 1 to 8 make sense");
  }

  @Test
  void refusesManyDimensions() {
    assertRefused(
        IdxBytes.file(IdxBytes.UNSIGNED, new int[9]),
        "%s: byte 3 says 9 dimensions; from 1 to 8 make sense");
  }

  @Test
  void refusesSizesAboveTheLargestArray() {
    assertRefused(
        IdxBytes.file(IdxBytes.UNSIGNED, new int[] {2, -1}),
        "%s: the size of dimension 1 at byte 8 is 4294967295, more than an array can have");
    assertRefused(
        IdxBytes.file(IdxBytes.UNSIGNED, new int[] {1 << 20, 1 << 20, 1 << 30}),
        "%s: the sizes [1048576, 1048576, 1073741824] at byte 4 ask for more than 2147483639"
            + " elements; the header is damaged");
  }

  @Test
  void refusesAHugeSizeWithoutAllocatingIt() {
    byte[] header = IdxBytes.file(IdxBytes.UNSIGNED, new int[] {2_000_000_000}, new byte[5]);
    assertRefused(
        header,
        "%s: sizes [2000000000] need 2000000000 bytes from byte 8 on, but only 5 are there: the file"
            + " is truncated");
  }

  @Test
  void refusesTruncatedElements() {
    assertRefused(
        Arrays.copyOf(MATRIX, MATRIX.length - 2),
        "%s: sizes [2, 3] need 6 bytes from byte 12 on, but only 4 are there: the file is truncated");
  }

  @Test
  void refusesElementsBehindTheLast() {
    assertRefused(
        Arrays.copyOf(MATRIX, MATRIX.length + 1),
        "%s: there are more bytes than the 6 elements of sizes [2, 3], from byte 18 on");
  }

  @Test
  void refusesATruncatedGzipStream() throws IOException {
    byte[] packed = IdxBytes.gzip(IdxBytes.images(3));
    assertRefused(
        Arrays.copyOf(packed, packed.length / 2),
        "%s: the gzip stream ends early, so the file is truncated; fetch it again");
  }

  @Test
  void refusesADamagedGzipStream() throws IOException {
    byte[] packed = IdxBytes.gzip(MATRIX);
    packed[packed.length - 5] ^= 1;
    assertRefused(packed, "%s: the gzip stream is damaged: Corrupt GZIP trailer");
  }

  @Test
  void refusesTruncationInsideGzip() throws IOException {
    assertRefused(
        IdxBytes.gzip(Arrays.copyOf(MATRIX, MATRIX.length - 2)),
        "%s (unpacked): sizes [2, 3] need 6 bytes from byte 12 on, but only 4 are there: the file is"
            + " truncated");
  }

  private void assertRefused(byte[] content, String message) {
    Path file = file(content);
    IdxFormatException thrown = assertThrows(IdxFormatException.class, () -> Idx.read(file));
    assertEquals(message.formatted(file), thrown.getMessage());
  }

  private Path file(byte... content) {
    try {
      return Files.write(folder.resolve("data-idx"), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
