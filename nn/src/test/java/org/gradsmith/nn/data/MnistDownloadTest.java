/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistDownloadTest {
  private static final String NAME = "digits.gz";
  private static final Duration STALL = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private final byte[] content = new byte[200_000];
  private FileServer server;
  private RemoteFile file;

  MnistDownloadTest() throws Exception {
    new Random(1).nextBytes(content);
    file = new RemoteFile(NAME, content.length, sha256(content));
    server = new FileServer(content);
  }

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void fetchesAndReportsProgress() throws Exception {
    List<Long> seen = new ArrayList<>();
    download(server.folder()).onProgress((_, bytes) -> seen.add(bytes)).into(folder.resolve("new"));
    assertArrayEquals(content, Files.readAllBytes(folder.resolve("new").resolve(NAME)));
    assertEquals(0, seen.getFirst());
    assertEquals(content.length, seen.getLast());
    assertEquals(seen.stream().sorted().toList(), seen);
    assertFalse(Files.exists(folder.resolve("new").resolve(NAME + ".part")));
  }

  @Test
  void asksForNothingThatIsThere() throws Exception {
    Files.write(folder.resolve(NAME), content);
    download(server.folder()).into(folder);
    assertEquals(List.of(), server.requests());
  }

  @Test
  void replacesAFileWithOtherContent() throws Exception {
    Files.write(folder.resolve(NAME), new byte[] {1, 2, 3});
    download(server.folder()).into(folder);
    assertFetched();
  }

  @Test
  void continuesAPartialFile() throws Exception {
    Files.write(folder.resolve(NAME + ".part"), Arrays.copyOf(content, 150_000));
    download(server.folder()).into(folder);
    assertFetched();
    assertEquals(List.of("bytes=150000-"), server.requests());
  }

  @Test
  void continuesAfterABrokenConnection() throws Exception {
    server.breakAfter(70_000);
    download(server.folder()).into(folder);
    assertFetched();
    assertEquals(2, server.requests().size());
    assertEquals("", server.requests().getFirst());
    assertTrue(server.requests().get(1).startsWith("bytes="), server.requests()::toString);
  }

  @Test
  void startsAgainWhereRangesAreUnknown() throws Exception {
    server.ignoreRanges();
    Files.write(folder.resolve(NAME + ".part"), Arrays.copyOf(content, 150_000));
    download(server.folder()).into(folder);
    assertFetched();
  }

  @Test
  void startsAgainAfterAWrongPart() throws Exception {
    Files.write(folder.resolve(NAME + ".part"), new byte[150_000]);
    download(server.folder()).into(folder);
    assertFetched();
    assertEquals(List.of("bytes=150000-", ""), server.requests());
  }

  @Test
  void publishesACompletePart() throws Exception {
    Files.write(folder.resolve(NAME + ".part"), content);
    download(server.folder()).into(folder);
    assertFetched();
    assertEquals(List.of(), server.requests());
  }

  @Test
  void goesToTheNextMirror() throws Exception {
    download(server.folder("missing"), server.folder()).into(folder);
    assertFetched();
  }

  @Test
  void refusesAWrongChecksum() {
    file = new RemoteFile(NAME, content.length, "0".repeat(64));
    String message = messageOfFailure(server.folder());
    assertTrue(message.contains("the SHA-256 is "), message);
    assertTrue(message.contains(" instead of 0000"), message);
    assertFalse(Files.exists(folder.resolve(NAME)));
    assertFalse(Files.exists(folder.resolve(NAME + ".part")));
  }

  @Test
  void refusesMoreBytesThanExpected() {
    file = new RemoteFile(NAME, 1000, "0".repeat(64));
    String message = messageOfFailure(server.folder());
    assertTrue(message.contains("sends more than the 1000 bytes expected"), message);
  }

  @Test
  void givesUpOnASilentServer() {
    server.stallAfter(50_000);
    MnistDownload download =
        new MnistDownload(
            List.of(file), List.of(server.folder()), Duration.ofMillis(300), (_, _) -> {});
    DownloadException thrown = assertThrows(DownloadException.class, () -> download.into(folder));
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.contains("300 ms") || message.contains("timed out"), message);
    assertTrue(Files.exists(folder.resolve(NAME + ".part")), "what arrived is kept");
  }

  @Test
  void saysWhatFailedAndWhatToDoWhenOffline() {
    URI nowhere = URI.create("http://gradsmith.invalid/");
    server.close();
    String message = messageOfFailure(nowhere, server.folder());
    assertTrue(message.startsWith("could not download digits.gz (200000 bytes):"), message);
    assertTrue(message.contains("http://gradsmith.invalid/digits.gz: ConnectException"), message);
    assertTrue(message.contains(server.folder() + "digits.gz: ConnectException"), message);
    assertTrue(
        message.endsWith(
            "Without network access, put these files into %s by other means: digits.gz"
                .formatted(folder)),
        message);
  }

  @Test
  void doesNotWriteIntoAnotherDownload() throws IOException {
    try (FileChannel other =
            FileChannel.open(
                folder.resolve(NAME + ".part"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        var _ = other.lock()) {
      String message = messageOfFailure(server.folder());
      assertTrue(message.contains("is being written by another download"), message);
    }
  }

  @Test
  void canBeInterrupted() {
    server.stallAfter(50_000);
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> download(server.folder()).into(folder));
  }

  @Test
  void knowsTheOfficialFiles() {
    assertEquals(
        List.of(
            "train-images-idx3-ubyte.gz",
            "train-labels-idx1-ubyte.gz",
            "t10k-images-idx3-ubyte.gz",
            "t10k-labels-idx1-ubyte.gz"),
        MnistDownload.official().files().stream().map(RemoteFile::name).toList());
  }

  private MnistDownload download(URI... mirrors) {
    return new MnistDownload(List.of(file), List.of(), STALL, (_, _) -> {}).from(List.of(mirrors));
  }

  private String messageOfFailure(URI... mirrors) {
    DownloadException thrown =
        assertThrows(DownloadException.class, () -> download(mirrors).into(folder));
    return String.valueOf(thrown.getMessage());
  }

  private void assertFetched() throws IOException {
    assertArrayEquals(content, Files.readAllBytes(folder.resolve(NAME)));
    assertFalse(Files.exists(folder.resolve(NAME + ".part")));
  }

  private static String sha256(byte... bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
