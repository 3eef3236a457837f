/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.nn.data;

/** Is told how far a download is. */
@FunctionalInterface
public interface DownloadProgress {
  /** So many bytes of the file are on disk now, those of earlier attempts included. */
  void received(RemoteFile file, long bytes);
}
