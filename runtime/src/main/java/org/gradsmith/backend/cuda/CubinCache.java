/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cuda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.gradsmith.memory.ByteSize;

/**
 * Compiled kernels on disk, so that a text is compiled once on a machine. Several processes may
 * share a folder. {@code -Dgradsmith.cache} names it, or is {@code off}; else it is {@code
 * gradsmith} in {@code $XDG_CACHE_HOME} or in {@code ~/.cache}. Where it has more bytes than {@code
 * -Dgradsmith.cache.size} allows, those cubins go first that were not used for longest. A file that
 * is broken is deleted and made anew; a folder that cannot be written is left alone. Each such
 * trouble is told once.
 */
public final class CubinCache {
  private static final System.Logger LOG = System.getLogger("org.gradsmith");
  private static final String FOLDER = "gradsmith.cache";
  private static final String SIZE = "gradsmith.cache.size";
  private static final String OFF = "off";
  private static final String CUBIN = ".cubin";
  private static final long DEFAULT_SIZE = 256L << 20;

  /** A file that is being written for so long belongs to a process that has ended. */
  private static final Duration ABANDONED = Duration.ofHours(1);

  /** What goes wrong, each of which is told once. */
  private enum Trouble {
    BROKEN,
    UNREADABLE,
    UNWRITABLE
  }

  private final Optional<Path> folder;
  private final long limit;
  private final Consumer<String> tell;
  private final AtomicLong hits = new AtomicLong();
  private final AtomicLong misses = new AtomicLong();
  private final Set<Trouble> told = ConcurrentHashMap.newKeySet();

  /**
   * @param folder where cubins lie; empty for no cache at all
   * @param limit how many bytes may lie there
   * @param tell takes a sentence on what goes wrong
   */
  CubinCache(Optional<Path> folder, long limit, Consumer<String> tell) {
    this.folder = folder;
    this.limit = limit;
    this.tell = tell;
  }

  /** The cache of this process. */
  public static CubinCache ofProcess() {
    return OfProcess.INSTANCE;
  }

  /** How often a cubin was there. */
  public long hits() {
    return hits.get();
  }

  /** How often a text had to be compiled. */
  public long misses() {
    return misses.get();
  }

  /** {@code the cache in} and its folder; or that there is none. */
  public String description() {
    return folder.map(f -> "the cache in " + f).orElse("no cache");
  }

  /** What was compiled before, or what is compiled now: always, if other files have a say in it. */
  byte[] get(CubinKey key, Supplier<byte[]> compile) {
    Optional<Path> file = folder.filter(_ -> key.isWhole()).map(f -> f.resolve(key.name() + CUBIN));
    Optional<byte[]> found = file.flatMap(this::read);
    if (found.isPresent()) {
      hits.incrementAndGet();
      return found.get();
    }
    misses.incrementAndGet();
    byte[] cubin = compile.get();
    if (CubinFile.size(cubin) <= limit && !told.contains(Trouble.UNWRITABLE)) {
      file.ifPresent(f -> write(f, cubin));
    }
    return cubin;
  }

  private Optional<byte[]> read(Path file) {
    try {
      Optional<byte[]> cubin = CubinFile.read(file);
      if (cubin.isPresent()) {
        touch(file);
      } else {
        trouble(
            Trouble.BROKEN, "%s is broken, so it is deleted and compiled again".formatted(file));
        Files.deleteIfExists(file);
      }
      return cubin;
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      trouble(Trouble.UNREADABLE, "%s cannot be used (%s)".formatted(file, e));
      return Optional.empty();
    }
  }

  /** It was used now. Who may only read loses nothing by not saying so. */
  private static void touch(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (IOException _) {
      // the order in which files go is a matter of speed alone
    }
  }

  private void write(Path file, byte[] cubin) {
    try {
      Files.createDirectories(file.getParent());
      CubinFile.write(file, cubin);
      makeRoom(file, CubinFile.size(cubin));
    } catch (IOException e) {
      trouble(
          Trouble.UNWRITABLE,
          "compiled kernels cannot be kept in %s (%s), so each process compiles them again; -D%s names another folder"
              .formatted(file.getParent(), e, FOLDER));
    }
  }

  private record Entry(Path file, long bytes, FileTime used) {}

  /** Deletes what was not used for longest, until the rest fits. */
  private void makeRoom(Path newest, long size) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> files = Files.list(newest.getParent())) {
      for (Path file : (Iterable<Path>) files::iterator) {
        entry(file).filter(e -> !e.file().equals(newest)).ifPresent(entries::add);
      }
    }
    long bytes = size + entries.stream().mapToLong(Entry::bytes).sum();
    entries.sort(Comparator.comparing(Entry::used));
    for (Entry entry : entries) {
      if (bytes <= limit) {
        break;
      }
      Files.deleteIfExists(entry.file());
      bytes -= entry.bytes();
    }
  }

  /** A cubin; what a process left unfinished long ago is deleted. */
  private static Optional<Entry> entry(Path file) throws IOException {
    String name = file.getFileName().toString();
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      FileTime used = attributes.lastModifiedTime();
      if (name.endsWith(CubinFile.UNFINISHED)
          && used.toInstant().isBefore(Instant.now().minus(ABANDONED))) {
        Files.deleteIfExists(file);
      }
      return name.endsWith(CUBIN)
          ? Optional.of(new Entry(file, attributes.size(), used))
          : Optional.empty();
    } catch (NoSuchFileException _) {
      return Optional.empty(); // another process has deleted or moved it
    }
  }

  private void trouble(Trouble what, String sentence) {
    if (told.add(what)) {
      tell.accept(sentence);
    }
  }

  /** The folder that settings name; empty if there is to be none. */
  static Optional<Path> folder(Optional<String> property, Map<String, String> environment) {
    if (property.isPresent()) {
      return property.filter(p -> !p.equals(OFF)).map(Path::of);
    }
    Optional<Path> caches =
        Optional.ofNullable(environment.get("XDG_CACHE_HOME"))
            .map(Path::of)
            .filter(Path::isAbsolute); // its specification says to ignore others
    return Optional.of(
        caches
            .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
            .resolve("gradsmith"));
  }

  /** How many bytes a setting allows; a text that is none is told and counts as left out. */
  static long limit(Optional<String> property, Consumer<String> tell) {
    try {
      return property.map(text -> ByteSize.parse(SIZE, text)).orElse(DEFAULT_SIZE);
    } catch (IllegalArgumentException e) {
      tell.accept(e.getMessage() + "; %d are allowed now".formatted(DEFAULT_SIZE));
      return DEFAULT_SIZE;
    }
  }

  private static final class OfProcess {
    private static final CubinCache INSTANCE =
        new CubinCache(
            folder(Optional.ofNullable(System.getProperty(FOLDER)), System.getenv()),
            limit(Optional.ofNullable(System.getProperty(SIZE)), OfProcess::warn),
            OfProcess::warn);

    private static void warn(String sentence) {
      LOG.log(System.Logger.Level.WARNING, sentence);
    }
  }
}
