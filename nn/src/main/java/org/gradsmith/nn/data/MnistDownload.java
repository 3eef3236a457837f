/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.data;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Fetches the four MNIST files from public mirrors into a folder, checks them against their
 * SHA-256, and goes on where an earlier attempt stopped.
 *
 * <pre>{@code
 * Path folder = MnistDownload.standardFolder();
 * MnistDownload.official().into(folder);
 * Mnist mnist = Mnist.open(folder);
 * }</pre>
 */
public final class MnistDownload {
  private static final List<RemoteFile> FILES =
      List.of(
          new RemoteFile(
              "train-images-idx3-ubyte.gz",
              9_912_422,
              "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
          new RemoteFile(
              "train-labels-idx1-ubyte.gz",
              28_881,
              "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
          new RemoteFile(
              "t10k-images-idx3-ubyte.gz",
              1_648_877,
              "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
          new RemoteFile(
              "t10k-labels-idx1-ubyte.gz",
              4_542,
              "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"));

  /** The mirrors that PyTorch's and TensorFlow's own data sets use. */
  private static final List<URI> MIRRORS =
      List.of(
          URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"),
          URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/"));

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration STALL = Duration.ofSeconds(30);

  private final List<RemoteFile> files;
  private final List<URI> mirrors;
  private final Duration stall;
  private final DownloadProgress progress;

  MnistDownload(
      List<RemoteFile> files, List<URI> mirrors, Duration stall, DownloadProgress progress) {
    this.files = List.copyOf(files);
    this.mirrors = List.copyOf(mirrors);
    this.stall = stall;
    this.progress = progress;
  }

  /** The four official files from the public mirrors. */
  public static MnistDownload official() {
    return new MnistDownload(FILES, MIRRORS, STALL, (_, _) -> {});
  }

  /** The folder for MNIST in the current user's cache. */
  public static Path standardFolder() {
    return CacheFolder.ofUser().resolve("mnist");
  }

  /** The same files from other places: URLs of folders, which end with a slash, tried in order. */
  public MnistDownload from(List<URI> folders) {
    for (URI folder : folders) {
      if (!folder.toString().endsWith("/")) {
        throw new IllegalArgumentException("a mirror's URL must end with '/': " + folder);
      }
    }
    return new MnistDownload(files, folders, stall, progress);
  }

  /** The same download, which tells how far it is. */
  public MnistDownload onProgress(DownloadProgress listener) {
    return new MnistDownload(files, mirrors, stall, listener);
  }

  /** What is downloaded. */
  public List<RemoteFile> files() {
    return files;
  }

  /**
   * Fetches what the folder lacks.
   *
   * @throws DownloadException if a file could not be had from any mirror
   */
  public void into(Path folder) throws IOException, InterruptedException {
    try (HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build()) {
      for (RemoteFile file : files) {
        new ResumableDownload(client, file, folder, stall, progress).fetch(mirrors);
      }
    } catch (DownloadException e) {
      throw new DownloadException(
          "%s%nWithout network access, put these files into %s by other means: %s"
              .formatted(
                  e.getMessage(),
                  folder,
                  files.stream().map(RemoteFile::name).collect(Collectors.joining(", "))));
    }
  }
}
