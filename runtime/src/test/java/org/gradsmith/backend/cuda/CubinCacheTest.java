/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CubinCacheTest {
  private static final long PLENTY = 1 << 20;

  @TempDir private Path folder;
  private final List<String> said = new ArrayList<>();

  private CubinCache cache(long limit) {
    return new CubinCache(Optional.of(folder), limit, said::add);
  }

  private static CubinKey key(int number) {
    return new CubinKey("text " + number, "sm_90", List.of("--fmad=false"), "NVRTC 13.0");
  }

  /** What a compiler makes of the text of a number. */
  private static byte[] cubin(int number) {
    byte[] bytes = new byte[1000 + number];
    new Random(number).nextBytes(bytes);
    return bytes;
  }

  private static byte[] neverCompiled() {
    throw new AssertionError("it should have been there");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @Test
  void whatWasCompiledIsThereForTheNextProcess() throws IOException {
    CubinCache first = cache(PLENTY);
    assertArrayEquals(cubin(1), first.get(key(1), () -> cubin(1)));
    assertArrayEquals(cubin(1), first.get(key(1), CubinCacheTest::neverCompiled));
    assertArrayEquals(cubin(1), cache(PLENTY).get(key(1), CubinCacheTest::neverCompiled));
    assertEquals(1, first.hits());
    assertEquals(1, first.misses());
    assertEquals(List.of(folder.resolve(key(1).name() + ".cubin")), files());
    assertEquals(List.of(), said);
  }

  @Test
  void everythingThatDecidesIsPartOfTheKey() {
    Set<String> names = new HashSet<>();
    List<CubinKey> keys =
        List.of(
            new CubinKey("text", "sm_90", List.of("-a", "-b"), "NVRTC 13.0"),
            new CubinKey("text ", "sm_90", List.of("-a", "-b"), "NVRTC 13.0"),
            new CubinKey("text", "sm_80", List.of("-a", "-b"), "NVRTC 13.0"),
            new CubinKey("text", "sm_90", List.of("-b", "-a"), "NVRTC 13.0"),
            new CubinKey("text", "sm_90", List.of("-a-b"), "NVRTC 13.0"),
            new CubinKey("text", "sm_90", List.of("-a"), "NVRTC 13.0"),
            new CubinKey("-btext", "sm_90", List.of("-a"), "NVRTC 13.0"),
            new CubinKey("text", "sm_90", List.of("-a", "-b"), "NVRTC 12.6"));
    keys.forEach(key -> names.add(key.name()));
    assertEquals(keys.size(), names.size());
    assertTrue(names.stream().allMatch(name -> name.matches("[0-9a-f]{64}")), names.toString());
  }

  /** Whoever changes a header has to get other kernels. */
  @Test
  void whatTakesInOtherFilesIsCompiledEachTime() throws IOException {
    List<CubinKey> keys =
        List.of(
            new CubinKey("#include \"mine.h\"\ntext", "sm_90", List.of(), "NVRTC 13.0"),
            new CubinKey("  #  include <mine.h>", "sm_90", List.of(), "NVRTC 13.0"),
            new CubinKey("text", "sm_90", List.of("--pre-include=mine.h"), "NVRTC 13.0"),
            new CubinKey("text", "sm_90", List.of("-include", "mine.h"), "NVRTC 13.0"));
    CubinCache cache = cache(PLENTY);
    for (CubinKey key : keys) {
      assertArrayEquals(cubin(1), cache.get(key, () -> cubin(1)));
      assertArrayEquals(cubin(2), cache.get(key, () -> cubin(2)));
    }
    assertEquals(List.of(), files());
    CubinKey unused = new CubinKey("text", "sm_90", List.of("--include-path=here"), "NVRTC 13.0");
    cache.get(unused, () -> cubin(3));
    assertArrayEquals(cubin(3), cache.get(unused, CubinCacheTest::neverCompiled));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut", "empty", "flipped", "other format"})
  void aBrokenFileIsMadeAnewAndToldOnce(String how) throws IOException {
    for (int number : List.of(1, 2)) {
      cache(PLENTY).get(key(number), () -> cubin(number));
      Path file = folder.resolve(key(number).name() + ".cubin");
      byte[] content = Files.readAllBytes(file);
      switch (how) {
        case "cut" -> content = java.util.Arrays.copyOf(content, content.length - 1);
        case "empty" -> content = new byte[0];
        case "flipped" -> content[500] ^= 1;
        default -> content[0]++;
      }
      Files.write(file, content);
    }
    CubinCache cache = cache(PLENTY);
    for (int number : List.of(1, 2)) {
      assertArrayEquals(cubin(number), cache.get(key(number), () -> cubin(number)));
      assertArrayEquals(cubin(number), cache.get(key(number), CubinCacheTest::neverCompiled));
    }
    assertEquals(2, cache.misses());
    assertEquals(1, said.size(), said.toString());
    assertTrue(said.getFirst().endsWith(".cubin is broken, so it is deleted and compiled again"));
  }

  /** Three of about 1 kB fit; the first one was used last, so the second one goes. */
  @Test
  void aFullFolderLosesWhatWasNotUsedForLongest() throws IOException {
    CubinCache cache = cache(3 * 1100);
    for (int number = 1; number <= 3; number++) {
      int which = number;
      cache.get(key(which), () -> cubin(which));
      used(which, Instant.now().minusSeconds(100 - 10 * which));
    }
    cache.get(key(1), CubinCacheTest::neverCompiled);
    cache.get(key(4), () -> cubin(4));
    assertEquals(3, files().size());
    for (int number : List.of(1, 3, 4)) {
      cache.get(key(number), CubinCacheTest::neverCompiled);
    }
    cache.get(key(2), () -> cubin(2));
    assertEquals(5, cache.misses());
    assertEquals(List.of(), said);
  }

  private void used(int number, Instant when) throws IOException {
    Files.setLastModifiedTime(folder.resolve(key(number).name() + ".cubin"), FileTime.from(when));
  }

  @Test
  void whatIsLargerThanTheFolderMayBeIsNotKept() throws IOException {
    CubinCache cache = cache(1010);
    assertArrayEquals(cubin(5), cache.get(key(5), () -> cubin(5)));
    assertEquals(List.of(), files());
    assertEquals(List.of(), said);
  }

  @Test
  void filesOfProcessesThatEndedAreDeletedAndOthersStay() throws IOException {
    Path old = Files.writeString(folder.resolve("a.cubin.1.part"), "half");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(4000)));
    Path fresh = Files.writeString(folder.resolve("b.cubin.2.part"), "half");
    Path foreign = Files.writeString(folder.resolve("notes.txt"), "mine");
    Files.setLastModifiedTime(foreign, FileTime.from(Instant.EPOCH));
    cache(2000).get(key(1), () -> cubin(1));
    assertEquals(
        Set.of(fresh, foreign, folder.resolve(key(1).name() + ".cubin")), Set.copyOf(files()));
  }

  /** The folder would lie in a file: nobody can make it, not even root. */
  @Test
  void aFolderThatCannotBeWrittenIsToldOnceAndWorkGoesOn() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    CubinCache cache = new CubinCache(Optional.of(file.resolve("in")), PLENTY, said::add);
    for (int number : List.of(1, 2, 1)) {
      assertArrayEquals(cubin(number), cache.get(key(number), () -> cubin(number)));
    }
    assertEquals(3, cache.misses());
    List<String> unwritable = said.stream().filter(s -> s.contains("cannot be kept in")).toList();
    assertEquals(1, unwritable.size(), said.toString());
    assertTrue(said.size() <= 2, said.toString());
  }

  @Test
  void withoutACacheEverythingIsCompiled() {
    CubinCache none = new CubinCache(Optional.empty(), PLENTY, said::add);
    assertArrayEquals(cubin(1), none.get(key(1), () -> cubin(1)));
    assertArrayEquals(cubin(1), none.get(key(1), () -> cubin(1)));
    assertEquals(2, none.misses());
    assertEquals("no cache", none.description());
  }

  @Test
  void settingsNameTheFolder() {
    Map<String, String> xdg = Map.of("XDG_CACHE_HOME", "/caches");
    assertEquals(Optional.of(Path.of("here")), CubinCache.folder(Optional.of("here"), xdg));
    assertEquals(Optional.empty(), CubinCache.folder(Optional.of("off"), xdg));
    assertEquals(
        Optional.of(Path.of("/caches/gradsmith")), CubinCache.folder(Optional.empty(), xdg));
    Optional<Path> home =
        Optional.of(Path.of(System.getProperty("user.home"), ".cache", "gradsmith"));
    assertEquals(home, CubinCache.folder(Optional.empty(), Map.of()));
    assertEquals(home, CubinCache.folder(Optional.empty(), Map.of("XDG_CACHE_HOME", "relative")));
    assertEquals(5 << 10, CubinCache.limit(Optional.of("5k"), said::add));
    assertEquals(256 << 20, CubinCache.limit(Optional.of("much"), said::add));
    assertTrue(said.getFirst().startsWith("-Dgradsmith.cache.size=much is not a number of bytes"));
  }

  /**
   * Two processes write the same kernels into a folder that has room for half of them: each gets
   * what it asks for, and nobody finds a broken file.
   */
  @Test
  void processesShareAFolder() throws IOException, InterruptedException {
    List<Process> processes = new ArrayList<>();
    List<Path> outputs = new ArrayList<>();
    try {
      for (int seed = 1; seed <= 2; seed++) {
        Path output = Files.createTempFile("cache-of-process", ".txt");
        outputs.add(output);
        processes.add(
            new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    SharedCache.class.getName(),
                    folder.toString(),
                    Integer.toString(seed))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start());
      }
      for (int i = 0; i < processes.size(); i++) {
        assertTrue(processes.get(i).waitFor(60, TimeUnit.SECONDS), "it hangs");
        assertEquals("right\n", Files.readString(outputs.get(i)));
        assertEquals(0, processes.get(i).exitValue());
      }
    } finally {
      processes.forEach(Process::destroyForcibly);
      for (Path output : outputs) {
        Files.delete(output);
      }
    }
    CubinCache cache = cache(SharedCache.ROOM);
    for (int number = 0; number < SharedCache.KERNELS; number++) {
      int which = number;
      assertArrayEquals(cubin(which), cache.get(key(which), () -> cubin(which)));
    }
    assertEquals(List.of(), said);
    assertTrue(files().stream().noneMatch(file -> file.toString().endsWith(".part")));
  }

  /** What a process of its own does. */
  static final class SharedCache {
    static final int KERNELS = 40;
    static final long ROOM = KERNELS * 1100L / 2;

    private SharedCache() {}

    public static void main(String[] arguments) {
      List<String> said = new ArrayList<>();
      CubinCache cache = new CubinCache(Optional.of(Path.of(arguments[0])), ROOM, said::add);
      Random random = new Random(Long.parseLong(arguments[1]));
      for (int i = 0; i < 2000; i++) {
        int number = random.nextInt(KERNELS);
        if (!java.util.Arrays.equals(cubin(number), cache.get(key(number), () -> cubin(number)))) {
          said.add("wrong: " + number);
        }
      }
      System.out.println(said.isEmpty() ? "right" : said.toString());
    }
  }
}
