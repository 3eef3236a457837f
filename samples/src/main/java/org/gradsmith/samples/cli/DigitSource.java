/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.gradsmith.nn.data.DownloadException;
import org.gradsmith.nn.data.Mnist;
import org.gradsmith.nn.data.MnistDownload;
import org.gradsmith.nn.data.PixelScale;
import org.gradsmith.nn.data.RemoteFile;
import org.gradsmith.samples.lenet.DigitSets;

/**
 * Decides which digits to train on: those of {@code --data}, those of the user's cache, those that
 * a download brings there, or drawn ones.
 *
 * @param cache the folder that downloads go to
 * @param screen where the user is asked
 */
record DigitSource(Path cache, Screen screen) {
  private static final double BYTES_PER_MEGABYTE = 1e6;

  /** The source for the current user. */
  static DigitSource ofUser(Screen screen) {
    return new DigitSource(MnistDownload.standardFolder(), screen);
  }

  /** The digits that are there, else, if {@code download} says so or the user does, fetched. */
  DigitSets find(Optional<Path> folder, boolean download, PixelScale scale)
      throws IOException, InterruptedException {
    if (folder.isPresent()) {
      return DigitSets.read(folder.get(), scale);
    }
    if (!isCached()) {
      if (download) {
        fetch();
      } else if (userAgrees()) {
        tryToFetch();
      }
    }
    return isCached() ? DigitSets.read(cache, scale) : DigitSets.drawn(scale);
  }

  /** Both sets: a download that broke off may have left one of them. */
  private boolean isCached() throws IOException {
    return Mnist.isIn(cache) && !Mnist.open(cache).isOnePool();
  }

  private boolean userAgrees() {
    return screen
        .terminal()
        .map(console -> ask(console).strip().toLowerCase(Locale.ROOT))
        .filter(answer -> answer.isEmpty() || answer.startsWith("y"))
        .isPresent();
  }

  private String ask(Console console) {
    long bytes = MnistDownload.official().files().stream().mapToLong(RemoteFile::size).sum();
    String answer =
        console.readLine(
            Locale.ROOT,
            "MNIST is not there. Download it (%.1f MB) to %s? Otherwise drawn digits are used. [Y/n] ",
            bytes / BYTES_PER_MEGABYTE,
            cache);
    // The end of the input is no consent.
    return answer == null ? "n" : answer;
  }

  private void tryToFetch() throws IOException, InterruptedException {
    try {
      fetch();
    } catch (DownloadException e) {
      screen.out().println(e.getMessage());
    }
  }

  private void fetch() throws IOException, InterruptedException {
    screen.out().println("Downloading MNIST to " + cache);
    try (DownloadDisplay display = new DownloadDisplay(screen.progress())) {
      MnistDownload.official().onProgress(display).into(cache);
    }
  }
}
