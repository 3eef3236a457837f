/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Hands out memory and keeps what comes back, because touching fresh pages costs more than most
 * ops. Storages that became unreachable are taken back whenever somebody allocates; when the budget
 * is used up, cached blocks of other sizes are freed first, then the garbage collector is asked to
 * run. Safe for use by several threads.
 */
final class Allocator {
  private static final String BUDGET = "gradsmith.memory.budget";
  private static final int ALIGNMENT = 64;
  private static final long LARGEST_IN_SLAB = 32 << 10;
  private static final long SLAB = 1 << 20;

  /** From this size on, finding the user's line costs nothing beside the op. */
  private static final long NOTED = 1 << 20;

  private final FreeBlocks free = new FreeBlocks();
  private final Set<Lease> leases = ConcurrentHashMap.newKeySet();
  private final Set<Mark> marks = ConcurrentHashMap.newKeySet();
  private final ReferenceQueue<Object> unreachable = new ReferenceQueue<>();
  private final Collector collector;
  private final AtomicLong live = new AtomicLong();
  private final AtomicLong peak = new AtomicLong();
  private final long budget;
  private final Object growing = new Object();
  private final Growth growth = new Growth();
  private final ThreadLocal<LocalMemory> locals = ThreadLocal.withInitial(LocalMemory::new);

  Allocator(long budget) {
    this.budget = budget;
    this.collector = new Collector(budget);
  }

  /** The allocator that tensors use. */
  static Allocator ofProcess() {
    return OfProcess.INSTANCE;
  }

  Storage allocate(long byteSize) {
    LocalMemory local = locals.get();
    Chunk.Kind kind = MemoryReport.isTracking() ? null : Chunk.Kind.of(byteSize);
    Storage storage = kind == null ? lease(byteSize) : cut(local, kind, (int) byteSize);
    StorageScope scope = local.scope;
    if (scope != null) {
      scope.add(storage);
    }
    return storage;
  }

  LocalMemory local() {
    return locals.get();
  }

  private Storage cut(LocalMemory local, Chunk.Kind kind, int byteSize) {
    Chunk chunk = local.chunk(kind);
    Storage storage = chunk == null ? null : chunk.cut(byteSize);
    if (storage != null) {
      return storage;
    }
    if (chunk != null) {
      chunk.seal();
    }
    Block block = block(kind.size(), byteSize);
    Chunk.Use use = new Chunk.Use();
    Chunk fresh = new Chunk(block.segment(), use);
    fresh.leased(leased(fresh, block, use));
    local.chunk(kind, fresh);
    return Objects.requireNonNull(fresh.cut(byteSize));
  }

  private Storage lease(long byteSize) {
    Block block = block(byteSize, byteSize);
    Storage storage = new Storage(block.segment().asSlice(0, byteSize));
    Lease lease = leased(storage, block, null);
    storage.leased(lease);
    if (byteSize >= NOTED || MemoryReport.isTracking()) {
      lease.site(Site.here());
    }
    return storage;
  }

  private Lease leased(Object holder, Block block, Chunk.@Nullable Use use) {
    Lease lease = new Lease(holder, unreachable, this, block, use);
    leases.add(lease);
    long held = live.addAndGet(block.byteSize());
    if (held > peak.get()) {
      peak.accumulateAndGet(held, Math::max);
    }
    return lease;
  }

  /**
   * A block that nobody uses.
   *
   * @param asked bytes of the storage that it is for; less where the block becomes a chunk
   */
  private Block block(long byteSize, long asked) {
    takeBackUnreachable();
    int sizeClass = SizeClasses.of(byteSize);
    Block block = free.take(sizeClass);
    return block == null ? grow(sizeClass, asked) : block;
  }

  /** Ends of leases come here; the lease sees to it that each comes once. */
  void takeBack(Lease lease) {
    leases.remove(lease);
    live.addAndGet(-lease.block().byteSize());
    free.put(lease.block());
  }

  /** Counts a node of a graph as long as it is reachable. */
  void mark(Object node, String op) {
    marks.add(new Mark(node, new Site(op, Site.here().line()), unreachable));
  }

  MemoryReport report() {
    takeBackUnreachable();
    long used = 0;
    long storages = 0;
    for (Lease lease : leases) {
      used += lease.used();
      storages += lease.storages();
    }
    // what is not cut off the chunks, or came back to them, is nobody's, like a cached block
    long cached = free.byteSize() + Math.max(0, live.get() - used);
    return new MemoryReport(
        used,
        cached,
        peak.get(),
        budget,
        storages,
        collector.runs(),
        Holder.largest(leases, marks),
        growth.growing());
  }

  /** As {@link #report}, after the garbage collector has run. */
  MemoryReport reportCollected() {
    synchronized (growing) {
      collect();
    }
    return report();
  }

  private void takeBackUnreachable() {
    for (Reference<?> next = unreachable.poll(); next != null; next = unreachable.poll()) {
      if (next instanceof Lease lease) {
        lease.end();
      } else if (next instanceof Mark mark) {
        marks.remove(mark);
      }
    }
  }

  /** A block although none of that size is cached. */
  private Block grow(int sizeClass, long asked) {
    synchronized (growing) {
      long size = SizeClasses.byteSize(sizeClass);
      if (collector.isDue(live.get() + size)) {
        collect();
      }
      Block cached = free.take(sizeClass);
      if (cached != null) {
        return cached;
      }
      makeRoom(size);
      if (live.get() + free.byteSize() + size > budget) {
        collect();
        cached = free.take(sizeClass);
        if (cached != null) {
          return cached;
        }
        makeRoom(size);
      }
      if (live.get() + free.byteSize() + size > budget) {
        throw new TensorMemoryException(message(asked, ""));
      }
      boolean inSlab = size <= LARGEST_IN_SLAB || (asked < size && Chunk.Kind.of(asked) != null);
      Block fresh = fresh(sizeClass, size, inSlab);
      if (fresh == null) {
        free.trim(Long.MAX_VALUE);
        collect();
        free.trim(Long.MAX_VALUE);
        fresh = fresh(sizeClass, size, inSlab);
      }
      if (fresh == null) {
        throw new TensorMemoryException(
            message(
                asked,
                "; the JVM refused before the budget was used up: see -XX:MaxDirectMemorySize"));
      }
      return fresh;
    }
  }

  private void makeRoom(long size) {
    long excess = live.get() + free.byteSize() + size - budget;
    if (excess > 0) {
      free.trim(excess);
    }
  }

  private void collect() {
    collector.collect();
    // the queue may be filled a little later; the references themselves are cleared by now
    for (Lease lease : leases) {
      if (lease.refersTo(null)) {
        lease.end();
      }
    }
    marks.removeIf(mark -> mark.refersTo(null));
    collector.stayed(live.get());
    growth.sample(Holder.all(leases, marks));
  }

  /** Memory that was not handed out before; null where the JVM has none. */
  private @Nullable Block fresh(int sizeClass, long size, boolean inSlab) {
    try {
      if (!inSlab) {
        Arena arena = Arena.ofShared();
        MemorySegment huge = HugePages.allocate(size, arena);
        return new Block(huge != null ? huge : arena.allocate(size, ALIGNMENT), sizeClass, arena);
      }
      long count = Math.max(1, Math.min(SLAB, budget / 16) / size);
      MemorySegment slab = Arena.global().allocate(count * size, ALIGNMENT);
      for (long i = 1; i < count; i++) {
        free.put(new Block(slab.asSlice(i * size, size), sizeClass, null));
      }
      return new Block(slab.asSlice(0, size), sizeClass, null);
    } catch (OutOfMemoryError _) {
      return null;
    }
  }

  private String message(long asked, String reason) {
    MemoryReport report = report();
    return "no memory for a tensor of %s: tensors hold %s in %d storages, the budget is %s%s; keep fewer tensors, use smaller batches, or raise -D%s%s%s"
        .formatted(
            ByteSize.text(asked),
            ByteSize.text(report.live()),
            report.storages(),
            ByteSize.text(budget),
            reason,
            BUDGET,
            collector.isRefused()
                ? " (unreachable tensors could not be found: explicit garbage collection is"
                    + " switched off, see -XX:+DisableExplicitGC)"
                : "",
            report.holdersText());
  }

  /** Made when the first tensor is. */
  private static final class OfProcess {
    static final Allocator INSTANCE = new Allocator(standardBudget());

    private static long standardBudget() {
      String property = System.getProperty(BUDGET);
      if (property != null) {
        return ByteSize.parse(BUDGET, property);
      }
      // the JVM's own limit for off-heap memory, less some room for others
      return Runtime.getRuntime().maxMemory() / 10 * 9;
    }
  }
}
