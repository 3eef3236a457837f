/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** On JCuda's own libraries, where the platform has them. */
class ElfFileTest {
  private static ElfFile library(String name) {
    assumeTrue(
        JCudaNatives.content(name).isPresent(),
        "skipped: JCuda has no " + name + " for this platform");
    return JCudaNatives.content(name).orElseThrow();
  }

  private static String text(ElfFile file) {
    return new String(file.content(), StandardCharsets.ISO_8859_1);
  }

  @Test
  void aNeededLibraryGetsAnotherName() {
    ElfFile file = library("JNvrtc");
    byte[] before = file.content();
    assertTrue(text(file).contains("libnvrtc.so.12\0"));
    assertTrue(file.rename("libnvrtc.so.12", "libnvrtc.so.13"));
    assertFalse(text(file).contains("libnvrtc.so.12\0"));
    assertTrue(text(file).contains("libnvrtc.so.13\0"));

    assertTrue(file.rename("libnvrtc.so.13", "libnvrtc.so.12"));
    assertEquals(text(library("JNvrtc")).length(), before.length);
    assertEquals(text(library("JNvrtc")), text(file), "there and back");
  }

  @Test
  void whatIsNotNeededIsNotFound() {
    ElfFile file = library("JNvrtc");
    assertFalse(file.rename("libnothing.so.12", "libnothing.so.13"));
    assertEquals(text(library("JNvrtc")), text(file));
    assertThrows(IllegalArgumentException.class, () -> file.rename("libnvrtc.so.12", "libnvrtc"));
  }

  @Test
  void importsAreFunctionsOfOthers() {
    Set<String> imports = library("JCudaDriver").imports("cu");
    assertTrue(imports.contains("cuLaunchKernel"), imports::toString);
    assertFalse(imports.stream().anyMatch(name -> name.startsWith("Java_")));
  }

  @Test
  void otherFilesAreRefused() {
    IOException e = assertThrows(IOException.class, () -> ElfFile.of(new byte[100], "some.so"));
    assertEquals("some.so is no little-endian ELF64 file", e.getMessage());
  }
}
