/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NvrtcLibraryTest {
  @TempDir private Path folder;

  private Path file(String name) throws IOException {
    Files.createDirectories(folder.resolve(name).getParent());
    return Files.createFile(folder.resolve(name));
  }

  @Test
  void theNewestVersionIsTakenWithItsBuiltIns() throws IOException {
    file("libnvrtc.so.12");
    file("libnvrtc-builtins.so.12.6");
    file("libnvrtc.alt.so.13");
    Path library = file("libnvrtc.so.13");
    Path builtins = file("libnvrtc-builtins.so.13.0");
    NvrtcLibrary found = NvrtcLibrary.find(folder.toString(), Map.of()).orElseThrow();
    assertEquals(new NvrtcLibrary(13, List.of(builtins, library)), found);
    assertEquals("libnvrtc.so.13", found.name());
  }

  @Test
  void aToolkitIsFoundByTheEnvironment() throws IOException {
    Path library = file("cuda/lib64/libnvrtc.so.12");
    assertEquals(
        new NvrtcLibrary(12, List.of(library)),
        NvrtcLibrary.find(null, Map.of("CUDA_HOME", folder.resolve("cuda").toString()))
            .orElseThrow());
  }

  @Test
  void aFolderWithoutItIsAnErrorThatNamesTheFolder() {
    IOException e =
        assertThrows(
            IOException.class,
            () -> NvrtcLibrary.find(folder.resolve("nothing").toString(), Map.of()));
    assertEquals(
        "no libnvrtc.so of version 12 or 13 in " + folder.resolve("nothing"), e.getMessage());
  }
}
