/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.cli;

import org.gradsmith.nn.data.DownloadProgress;
import org.gradsmith.nn.data.RemoteFile;
import org.gradsmith.samples.progress.Progress;
import org.jspecify.annotations.Nullable;

/** Shows the progress of a download, file by file. */
final class DownloadDisplay implements DownloadProgress, AutoCloseable {
  private final Progress.Display display;
  private @Nullable RemoteFile current;
  private @Nullable Progress progress;
  private long shown;

  DownloadDisplay(Progress.Display display) {
    this.display = display;
  }

  @Override
  public void received(RemoteFile file, long bytes) {
    // Fewer bytes than before: another mirror, from the start.
    if (progress == null || !file.equals(current) || bytes < shown) {
      close();
      current = file;
      shown = bytes;
      progress = display.start(file.name(), "bytes", bytes, file.size());
    }
    progress.advance(bytes - shown);
    shown = bytes;
  }

  @Override
  public void close() {
    if (progress != null) {
      progress.close();
      progress = null;
    }
  }
}
