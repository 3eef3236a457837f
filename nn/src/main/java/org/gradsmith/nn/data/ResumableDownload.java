/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Downloads one file of known size and checksum. Bytes go to {@code NAME.part}, which a later
 * attempt, also of another process, continues; only a complete file with the right checksum is
 * renamed to its name.
 */
final class ResumableDownload {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int OK = 200;
  private static final int PARTIAL_CONTENT = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final HttpClient client;
  private final RemoteFile file;
  private final Path target;
  private final Path part;
  private final Duration stall;
  private final DownloadProgress progress;

  ResumableDownload(
      HttpClient client, RemoteFile file, Path folder, Duration stall, DownloadProgress progress) {
    this.client = client;
    this.file = file;
    this.target = folder.resolve(file.name());
    this.part = folder.resolve(file.name() + ".part");
    this.stall = stall;
    this.progress = progress;
  }

  /** Tries the mirrors in turn; each holds the file under its name. */
  void fetch(List<URI> mirrors) throws IOException, InterruptedException {
    if (Files.isRegularFile(target) && sha256(target).equals(file.sha256())) {
      progress.received(file, file.size());
      return;
    }
    Files.createDirectories(target.toAbsolutePath().getParent());
    List<String> failures = new ArrayList<>();
    for (URI mirror : mirrors) {
      URI source = mirror.resolve(file.name());
      if (fetchFrom(source, failures)) {
        return;
      }
    }
    throw new DownloadException(
        "could not download %s (%s bytes):%n  %s"
            .formatted(
                file.name(), file.size(), String.join(System.lineSeparator() + "  ", failures)));
  }

  /** Goes on at one source as long as that brings something. */
  private boolean fetchFrom(URI source, List<String> failures)
      throws IOException, InterruptedException {
    while (true) {
      long before = partSize();
      try {
        transfer(source);
        publish();
        return true;
      } catch (WrongContentException e) {
        Files.deleteIfExists(part);
        failures.add(source + ": " + e.getMessage());
        if (before == 0) {
          return false;
        }
      } catch (IOException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException("interrupted while downloading " + source);
        }
        if (partSize() <= before) {
          failures.add(source + ": " + reason(e));
          return false;
        }
      }
    }
  }

  private void transfer(URI source) throws IOException, InterruptedException {
    try (FileChannel channel =
            FileChannel.open(part, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        FileLock _ = lock(channel)) {
      long have = channel.size();
      if (have >= file.size()) {
        return;
      }
      HttpRequest.Builder request = HttpRequest.newBuilder(source).timeout(stall).GET();
      if (have > 0) {
        request.header("Range", "bytes=" + have + "-");
      }
      HttpResponse<InputStream> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        switch (response.statusCode()) {
          case OK -> channel.truncate(0);
          case PARTIAL_CONTENT -> requireStart(response, have);
          case RANGE_NOT_SATISFIABLE ->
              throw new WrongContentException("has no bytes from " + have + " on");
          default -> throw new IOException("HTTP status " + response.statusCode());
        }
        copy(body, channel);
      }
    }
  }

  private void copy(InputStream body, FileChannel channel) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long have = channel.size();
    channel.position(have);
    progress.received(file, have);
    try (StallGuard guard = new StallGuard(body, stall)) {
      int count;
      while ((count = body.read(buffer)) >= 0) {
        guard.alive();
        have += count;
        if (have > file.size()) {
          throw new WrongContentException("sends more than the " + file.size() + " bytes expected");
        }
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        progress.received(file, have);
      }
      guard.check();
    }
    channel.force(true);
    if (have < file.size()) {
      throw new IOException("ends after %s of %s bytes".formatted(have, file.size()));
    }
  }

  private void publish() throws IOException {
    String found = sha256(part);
    if (!found.equals(file.sha256())) {
      throw new WrongContentException(
          "the SHA-256 is %s instead of %s".formatted(found, file.sha256()));
    }
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private FileLock lock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return lock;
      }
    } catch (OverlappingFileLockException _) {
      // Held within this process: the same answer as for another one.
    }
    throw new IOException(part + " is being written by another download");
  }

  private static void requireStart(HttpResponse<?> response, long start) throws IOException {
    String range = response.headers().firstValue("Content-Range").orElse("");
    if (!range.startsWith("bytes " + start + "-")) {
      throw new WrongContentException(
          "was asked for bytes from %s on and sent '%s'".formatted(start, range));
    }
  }

  private long partSize() throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }

  private static String sha256(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[BUFFER_BYTES];
      int count;
      while ((count = in.read(buffer)) >= 0) {
        digest.update(buffer, 0, count);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new UncheckedIOException(new IOException("this Java lacks SHA-256", e));
    }
  }

  /** The JDK reports an unknown host as a connection failure without words: the cause has them. */
  private static String reason(IOException e) {
    StringBuilder text = new StringBuilder();
    for (Throwable each = e; each != null; each = each.getCause()) {
      String message = each.getMessage();
      text.append(text.isEmpty() ? "" : ", ");
      text.append(message == null ? each.getClass().getSimpleName() : message);
      if (message != null) {
        break;
      }
    }
    return text.toString();
  }

  /** What arrived is not the file, so that going on with it makes no sense. */
  private static final class WrongContentException extends IOException {
    private static final long serialVersionUID = 1;

    WrongContentException(String message) {
      super(message);
    }
  }
}
