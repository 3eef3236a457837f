/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.backend.cpu.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_engine_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_version;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/** The loaded library: its engine, and how many threads it takes. */
final class Library {
  private static final String CACHE_PROPERTY = "org.bytedeco.javacpp.cachedir";
  private static final String LIMIT_PROPERTY = "org.bytedeco.javacpp.maxPhysicalBytes";
  private static final List<String> OPENMP =
      List.of("libgomp.so.1", "libiomp5.dylib", "libomp.dylib", "libiomp5md.dll", "vcomp140.dll");

  private final dnnl_engine engine;
  private final @Nullable MethodHandle setThreads;

  private Library(dnnl_engine engine, @Nullable MethodHandle setThreads) {
    this.engine = engine;
    this.setThreads = setThreads;
  }

  /** Unpacks and loads the library; throws what JavaCPP throws where it cannot. */
  static Library load() {
    Path unpacked = unpack();
    dnnl_engine engine = new dnnl_engine();
    Status.check(dnnl_engine_create(engine, dnnl_cpu, 0), "an engine");
    return new Library(engine, openMp(unpacked.getParent()).orElse(null));
  }

  dnnl_engine engine() {
    return engine;
  }

  String description() {
    dnnl_version_t version = dnnl_version();
    return "oneDNN %d.%d.%d, %s"
        .formatted(
            version.major(),
            version.minor(),
            version.patch(),
            setThreads == null ? "its own team of threads" : "one thread per call");
  }

  /**
   * Makes the calls of this thread run on this thread alone. OpenMP keeps that number per thread,
   * and its team would spin between calls.
   */
  void useOneThread() {
    if (setThreads != null) {
      try {
        setThreads.invokeExact(1);
      } catch (Throwable e) {
        throw new IllegalStateException("omp_set_num_threads failed", e);
      }
    }
  }

  /** Two JVMs that unpack into JavaCPP's cache at the same time crash; here one waits. */
  private static Path unpack() {
    try {
      Path cache = writable(cacheFolder());
      if (System.getProperty(CACHE_PROPERTY) == null) {
        System.setProperty(CACHE_PROPERTY, cache.toString());
      }
      try (FileChannel channel =
              FileChannel.open(
                  cache.resolve("gradsmith.lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = lock(channel)) {
        if (lock != null && !lock.isValid()) {
          throw new IOException("the lock on " + cache + " was lost");
        }
        return loaded();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the native libraries cannot be unpacked: " + e, e);
    }
  }

  /** The folder, or one among the temporary files where it cannot be written to. */
  private static Path writable(Path folder) throws IOException {
    try {
      Path made = Files.createDirectories(folder);
      if (Files.isWritable(made)) {
        return made;
      }
    } catch (IOException _) {
      // a home that is read-only or missing
    }
    String name = "gradsmith-natives-" + System.getProperty("user.name");
    return Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir"), name));
  }

  private static Path loaded() {
    // JavaCPP counts all memory of the process against a limit of its own; ours is elsewhere
    if (System.getProperty(LIMIT_PROPERTY) == null) {
      System.setProperty(LIMIT_PROPERTY, "0");
    }
    return Path.of(Loader.load(org.bytedeco.dnnl.global.dnnl.class));
  }

  /**
   * Null where another class loader of this JVM holds the lock: JavaCPP is then loaded there too.
   */
  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.lock();
    } catch (OverlappingFileLockException _) {
      return null;
    }
  }

  private static Path cacheFolder() {
    String chosen = System.getProperty(CACHE_PROPERTY);
    if (chosen != null) {
      return Path.of(chosen);
    }
    String base = System.getenv("XDG_CACHE_HOME");
    Path folder =
        base == null || base.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(base);
    return folder.resolve("gradsmith").resolve("natives");
  }

  @SuppressWarnings("restricted") // native access was checked before
  private static Optional<MethodHandle> openMp(@Nullable Path folder) {
    if (folder == null) {
      return Optional.empty();
    }
    return OPENMP.stream()
        .map(folder::resolve)
        .filter(Files::exists)
        .findFirst()
        .flatMap(
            file -> SymbolLookup.libraryLookup(file, Arena.global()).find("omp_set_num_threads"))
        .map(symbol ->
            Linker.nativeLinker()
                .downcallHandle(symbol, FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT)));
  }
}
